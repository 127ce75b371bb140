"""streamlit-folium with one GeoJSON for each change of the filter, the map itself kept."""

import folium
import geopandas as gpd
from branca.element import MacroElement
from folium.template import Template
from streamlit_folium import st_folium

from bench.variants import common, windows
from lib.maps.assets import asset_url


class Painted(MacroElement):
    """Sets ``window.benchWindow`` two frames after the layer was added."""

    _template = Template(
        "{% macro script(this, kwargs) %}window.feature_group = [];"
        "requestAnimationFrame(() => requestAnimationFrame(() => { window.benchWindow = '{{ this.window }}'; }));"
        "{% endmacro %}"
    )

    def __init__(self, window: str) -> None:
        super().__init__()
        self.window = window


name = windows.chosen()
rows = common.rows_of(name)
points = gpd.GeoDataFrame(
    rows[["place", "subkind"]], geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs="EPSG:4326"
)
group = folium.FeatureGroup(name="strikes")
if len(points):
    marker = folium.CircleMarker(radius=4, weight=1, fill=True, color="#b2182b")
    folium.GeoJson(points, marker=marker, tooltip=folium.GeoJsonTooltip(["place"])).add_to(group)
group.add_child(Painted(name))
base = folium.Map(location=[35.9, 36.7], zoom_start=8, tiles=None, prefer_canvas=True)
base.default_js = [("leaflet", asset_url("leaflet.js"))]
base.default_css = [("leaflet", asset_url("leaflet.css"))]
st_folium(base, key="geojson", height=600, use_container_width=True, returned_objects=[], feature_group_to_add=group)
windows.stamp(name)
