"""Main roads, and the M4 and M5, of the base map."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.config.crisis import CRISIS
from lib.geography.basemap import EXTENT
from tools.base_layers.shapes import METRES, WGS84, coarser, frame, merged, metric, simplified
from tools.base_layers.sources import MissingSourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

# Towns on the two motorways, in order; several spellings of one town are tried in turn. `reach` (km): how far
# from the town's point the road may run. The Al-Eis junction lies well west of the village it is named after.
Stops = list[tuple[tuple[str, ...], float]]
COAST_TO_SARAQIB: Stops = [
    (("Latakia",), 6.0),
    (("Jisr ash-Shughur",), 2.5),
    (("Ariha",), 2.5),
    (("Saraqib",), 2.5),
]
HAMA_TO_ALEPPO: Stops = [
    (("Hama",), 2.5),
    (("Morek",), 2.5),
    (("Khan Shaykhun",), 2.5),
    (("Maarat al-Numan",), 2.5),
    (("Saraqib",), 2.5),
    (("Al-Eis junction", "Al-Eis"), 8.0),
    (("Khan Tuman",), 4.0),
    (("Aleppo",), 4.0),
]
HIGHWAYS: dict[str, dict[str, Stops]] = {
    "idlib": {"M4": COAST_TO_SARAQIB, "M5": HAMA_TO_ALEPPO},
    "syria-2024": {"M4": COAST_TO_SARAQIB, "M5": HAMA_TO_ALEPPO},
}
"""By the crisis' slug; of another there are no highways with a name, and its main roads are thin lines. South of Hama
the graph has no plausible M5: it would be straight across the mountains."""
LONGEST_DETOUR = 1.35
LONGEST_MOTORWAY_EDGE_KM = 45.0

LONGEST_ROAD_EDGE_KM = 30.0
SHORTEST_ROAD_KM = 3.0
ROAD_SIMPLIFY_M = 150.0
SHADOWED = 0.8
LONGEST_DEAD_END_KM = 8.0


def without_shadows(edges: gpd.GeoSeries) -> gpd.GeoSeries:
    """Drop edges that just run beside shorter ones.

    The two carriageways of a road are two chains of edges, cut at different places. Shorter edges follow the
    road more closely, so the longer one of each pair goes.

    Args:
        edges: Straight lines in metres.

    Returns:
        Those of which less than four fifths lie close to the shorter ones.
    """
    ranked = edges.iloc[np.lexsort((edges.to_wkb(), edges.length.to_numpy()))].reset_index(drop=True)
    reach = (0.06 * ranked.length).clip(400.0, 1500.0)
    tree = shapely.STRtree(ranked.to_numpy())
    longer, shorter = tree.query(ranked.to_numpy(), predicate="dwithin", distance=reach.to_numpy())
    pairs = shorter < longer
    longer, shorter = longer[pairs], shorter[pairs]
    near = shapely.buffer(ranked.to_numpy()[shorter], reach.to_numpy()[longer], quad_segs=4)
    cover = gpd.GeoSeries(near, index=longer).groupby(level=0).agg(lambda part: shapely.union_all(part.to_numpy()))
    beside = pd.Series(0.0, index=ranked.index)
    if len(cover):
        covers = np.asarray(cover.to_numpy(), dtype=object)
        beside[cover.index] = shapely.length(shapely.intersection(ranked.to_numpy()[cover.index], covers))
    return ranked[beside < SHADOWED * ranked.length]


def without_dead_ends(edges: gpd.GeoSeries) -> gpd.GeoSeries:
    """Drop the long edges that stop at nothing: what is left of a road whose other edges were chords.

    Args:
        edges: Straight lines in metres.
    """
    ends = pd.DataFrame(shapely.get_coordinates(edges.to_numpy()).round(), columns=["x", "y"])
    met = ends.groupby(["x", "y"]).x.transform("size").to_numpy().reshape(-1, 2).min(axis=1)
    return edges[(met > 1) | (edges.length <= LONGEST_DEAD_END_KM * 1000)]


def roads(
    nodes: NDArray[np.float64], edges: NDArray[np.int64], land: gpd.GeoDataFrame, highways: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Draw main roads as thin lines: one carriageway each, no chords, not those that the highways already show."""
    lines = shapely.linestrings(nodes[edges])
    in_metres = metric(lines)
    ashore = shapely.union_all(land.geometry.to_numpy())
    keep = (in_metres.length <= LONGEST_ROAD_EDGE_KM * 1000).to_numpy()
    # Bridges and moles aside, a road that leaves the land is a chord across a bay.
    keep = keep & (shapely.length(shapely.intersection(lines, ashore)) > 0.8 * shapely.length(lines))
    single = without_dead_ends(without_dead_ends(without_shadows(in_metres[keep])))
    motorways = shapely.union_all(metric(highways.geometry).buffer(1200).to_numpy())
    shown = shapely.length(shapely.intersection(single.to_numpy(), motorways)) > 0.7 * single.length
    network = merged(single[~shown].to_crs(WGS84).to_numpy())
    network = merged(simplified(network, ROAD_SIMPLIFY_M * coarser()))
    # Tiny bits: whole connected pieces, so that a short street inside a network stays.
    pieces = shapely.get_parts(shapely.union_all(metric(network).buffer(50).to_numpy()))
    piece = shapely.STRtree(pieces).query(metric(network).to_numpy(), predicate="within")
    lengths = metric(network).length.to_numpy()
    total = np.bincount(piece[1], weights=lengths[piece[0]], minlength=len(pieces))
    kept = network[piece[0][total[piece[1]] >= SHORTEST_ROAD_KM * 1000]]
    shape = shapely.intersection(shapely.MultiLineString(merged(kept).tolist()), EXTENT)
    return frame([{}], [shapely.MultiLineString(merged(shape).tolist())])


def shortest_path(links: dict[int, dict[int, float]], start: int, goal: int) -> list[int]:
    """Find the nodes of the shortest way from ``start`` to ``goal`` (Dijkstra); return [] if there is none.

    Args:
        links: For each node its neighbours and how far they are.
        start: Node to start from.
        goal: Node to reach.
    """
    best, before, queue = {start: 0.0}, dict[int, int](), [(0.0, start)]
    while queue:
        distance, node = heapq.heappop(queue)
        if node == goal:
            path = [goal]
            while path[-1] != start:
                path.append(before[path[-1]])
            return path[::-1]
        for neighbour, step in sorted(links.get(node, {}).items()):
            if distance + step < best.get(neighbour, np.inf):
                best[neighbour], before[neighbour] = distance + step, node
                heapq.heappush(queue, (distance + step, neighbour))
    return []


def waypoints(places: pd.DataFrame, names: Sequence[tuple[str, ...]]) -> NDArray[np.float64]:
    """Return longitude and latitude of each named town.

    Args:
        places: ``place``, ``lat``, ``lon`` in degrees.
        names: For each town its spellings, the first that ``places`` knows is taken.

    Raises:
        MissingSourceError: If a town is in ``places`` under none of its spellings.
    """
    known = places.dropna(subset=["lat", "lon"]).drop_duplicates("place").set_index("place")[["lon", "lat"]]
    chosen = [next((name for name in spellings if name in known.index), None) for spellings in names]
    missing = [spellings[0] for spellings, name in zip(names, chosen, strict=True) if name is None]
    if missing:
        message = f"data/geo/places.csv lacks the towns on the highways: {', '.join(missing)}. Add a row for each."
        raise MissingSourceError(message)
    return np.asarray(known.loc[chosen], dtype=np.float64)


@dataclass(frozen=True)
class Graph:
    """A road graph that stops can be joined to: ``position`` in metres and ``links`` (neighbour: metres) by node."""

    position: dict[int, NDArray[np.float64]]
    links: dict[int, dict[int, float]]

    def link(self, one: int, other: int) -> None:
        """Join two nodes by a straight edge."""
        gap = self.gap(one, other)
        self.links.setdefault(one, {})[other] = self.links.setdefault(other, {})[one] = gap

    def gap(self, one: int, other: int) -> float:
        """Return the straight distance of two nodes, metres."""
        return float(np.hypot(*(self.position[one] - self.position[other])))


def stop_node(number: int) -> int:
    """Return the node of a stop; the graph's own nodes are numbered from 0 on, the stops' from -1 down."""
    return -1 - number


def joined(
    stops: NDArray[np.float64],
    reach: NDArray[np.float64],
    nodes: NDArray[np.float64],
    edges: NDArray[np.int64],
) -> Graph:
    """Return the graph with each stop moved to the nearest point of an edge within its reach, and linked there.

    Args:
        stops: Towns in order, in metres.
        reach: How far each may move, in metres.
        nodes: Node positions of the graph, in metres.
        edges: Pairs of node numbers; those longer than :data:`LONGEST_MOTORWAY_EDGE_KM` are left out.
    """
    lengths = np.hypot(*(nodes[edges[:, 0]] - nodes[edges[:, 1]]).T)
    edges = edges[lengths <= LONGEST_MOTORWAY_EDGE_KM * 1000]
    lines = shapely.linestrings(nodes[edges])
    graph = Graph({int(node): nodes[node] for node in np.unique(edges)}, {})
    for one, other in edges.tolist():
        graph.link(one, other)
    on_edge: dict[int, list[int]] = {}
    for number, (stop, limit) in enumerate(zip(shapely.points(stops), reach, strict=True)):
        node = stop_node(number)
        gaps = shapely.distance(lines, stop)
        edge = int(gaps.argmin())
        graph.position[node] = stops[number]
        if gaps[edge] > limit:
            continue
        graph.position[node] = np.array(lines[edge].interpolate(lines[edge].project(stop)).coords[0])
        for neighbour in [*edges[edge].tolist(), *on_edge.get(edge, [])]:
            graph.link(node, neighbour)
        on_edge.setdefault(edge, []).append(node)
    return graph


def route(graph: Graph, stops: int) -> tuple[NDArray[np.float64], float, float]:
    """Return a way through the stops along the graph where that is plausible, straight where it is not.

    Between two stops the graph is followed if that is less than :data:`LONGEST_DETOUR` times the straight line.

    Args:
        graph: As :func:`joined` gives it.
        stops: How many stops are joined to it.

    Returns:
        The points of the way, the length along the graph and the length of straight guesses, in metres.
    """
    way, along, straight = [graph.position[stop_node(0)]], 0.0, 0.0
    for number in range(stops - 1):
        here, there = stop_node(number), stop_node(number + 1)
        path = shortest_path(graph.links, here, there)
        steps = np.array([graph.position[node] for node in path]) if path else np.empty((0, 2))
        driven = float(np.hypot(*np.diff(steps, axis=0).T).sum()) if path else np.inf
        if driven < LONGEST_DETOUR * graph.gap(here, there):
            way.extend(steps[1:])
            along += driven
        else:
            way.append(graph.position[there])
            straight += graph.gap(here, there)
    return np.array(way), along, straight


def highways(places: pd.DataFrame, nodes: NDArray[np.float64], edges: NDArray[np.int64]) -> gpd.GeoDataFrame:
    """Draw the M4 and M5, one line each, approximate; ``along_roads_km`` and ``straight_km`` say how much is known."""
    graph = shapely.get_coordinates(metric(shapely.points(nodes[np.unique(edges)])).to_numpy())
    numbers = np.searchsorted(np.unique(edges), edges)
    rows: list[dict[str, Any]] = []
    shapes: list[BaseGeometry] = []
    for name, towns in HIGHWAYS.get(CRISIS.slug, {}).items():
        stops = metric(shapely.points(waypoints(places, [spellings for spellings, _ in towns])))
        reach = np.array([kilometres * 1000 for _, kilometres in towns])
        way, along, straight = route(
            joined(shapely.get_coordinates(stops.to_numpy()), reach, graph, numbers), len(towns)
        )
        rows.append(
            {
                "name": name,
                "approximate": "routed along a simplified road graph between towns, straight where it has no road",
                "along_roads_km": round(along / 1000),
                "straight_km": round(straight / 1000),
            }
        )
        shapes.append(gpd.GeoSeries([shapely.LineString(way)], crs=METRES).to_crs(WGS84).iloc[0])
    return frame(rows, simplified(shapes, 60.0))
