"""Which screen each room shows; imported late, so that opening does not wait for the map."""

from collections.abc import Mapping

from cga_desktop.ui.desk import Desk
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.screen import Screen
from cga_desktop.ui.shell import Build


def _home(desk: Desk) -> Screen:
    from cga_desktop.ui.home.screen import HomeScreen

    return HomeScreen(desk)


def _interviews(desk: Desk) -> Screen:
    from cga_desktop.ui.interviews.screen import InterviewsScreen

    return InterviewsScreen(desk)


def _actors(desk: Desk) -> Screen:
    from cga_desktop.ui.actors.screen import ActorsScreen

    return ActorsScreen(desk)


def _map(desk: Desk) -> Screen:
    from cga_desktop.ui.maps.screen import MapScreen

    return MapScreen(desk)


def _exports(desk: Desk) -> Screen:
    from cga_desktop.ui.exports.screen import ExportsScreen

    return ExportsScreen(desk)


def _settings(desk: Desk) -> Screen:
    from cga_desktop.ui.settings.screen import SettingsScreen

    return SettingsScreen(desk)


ROOMS: Mapping[Room, Build] = {
    Room.HOME: _home,
    Room.INTERVIEWS: _interviews,
    Room.ACTORS: _actors,
    Room.MAP: _map,
    Room.EXPORTS: _exports,
    Room.SETTINGS: _settings,
}
