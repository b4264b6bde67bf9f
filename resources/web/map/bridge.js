// The only way between the program and this page: named signals and slots with typed values.
"use strict";

(function () {
  const Cga = window.Cga;

  // Called once by the script that made the Leaflet map.
  Cga.start = function (map) {
    const data = JSON.parse(document.getElementById("cga-data").textContent);
    new QWebChannel(qt.webChannelTransport, (channel) => {
      const bridge = channel.objects.bridge;
      const shown = new Cga.TerritoryMap(map, data, {
        selected: (id) => bridge.selected(id),
        pinMoved: (lat, lon) => bridge.pin_moved(lat, lon),
        askedHere: (lat, lon) => bridge.asked_here(lat, lon),
        viewChanged: (lat, lon, zoom) => bridge.view_changed(lat, lon, zoom),
      });
      Cga.shown = shown;
      // Scripts and styles written into the page are "inline": those were no requests.
      document.addEventListener("securitypolicyviolation", (event) => {
        if (event.blockedURI.includes(":")) {
          bridge.refused(event.blockedURI);
        }
      });
      bridge.plan_changed.connect((features, sources) => shown.setPlan(features, sources));
      bridge.points_changed.connect((put, moved, removed) => shown.changePoints(put, moved, removed));
      bridge.select.connect((id) => shown.select(id));
      bridge.center_on.connect((lat, lon, zoom) => shown.centerOn(lat, lon, zoom));
      bridge.fit.connect(() => shown.fit());
      bridge.place_pin.connect((lat, lon) => shown.pin.show(lat, lon));
      bridge.take_pin.connect(() => shown.pin.hide());
      bridge.theme_changed.connect((dark) => shown.setDark(dark));
      bridge.text_scale_changed.connect((scale) => shown.setTextScale(scale));
      bridge.drawing_awaited.connect((told) => shown.whenDrawn(() => bridge.drawn(told, shown.points.points.size)));
      bridge.ready();
    });
  };
})();
