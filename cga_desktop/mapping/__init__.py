"""Rows become one Leaflet page: symbols, points, the schematic plan. No Qt; folium only here."""
