"""st.pydeck_chart with one scatterplot layer of the window's strikes."""

import pydeck as pdk
import streamlit as st

from bench.variants import common, windows

name = windows.chosen()
rows = common.rows_of(name)[["lon", "lat"]]
layer = pdk.Layer("ScatterplotLayer", rows, get_position="[lon, lat]", get_radius=900, get_fill_color=[178, 24, 43])
view = pdk.ViewState(latitude=35.9, longitude=36.7, zoom=7)
st.pydeck_chart(pdk.Deck(layers=[layer], initial_view_state=view, map_style=None), height=600)
windows.stamp(name)
