"""Opens the project inside a situation.gpkg with QGIS, as its time controller would, and tells what it finds as JSON.

Run by a Python that has QGIS: ``python3 qgis_situation.py FILE [PICTURE DAY]``. It needs nothing of this repository.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (  # type: ignore[import-not-found]
    QgsApplication,
    QgsCoordinateTransform,
    QgsDateTimeRange,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt  # type: ignore[import-not-found]


def seen(layer, moments):
    """Count the rows of a layer that the time controller draws in a span of time."""
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    request = QgsFeatureRequest()
    if layer.temporalProperties().isActive():
        request.setFilterExpression(layer.temporalProperties().createFilterString(context, moments))
    return sum(1 for _row in layer.getFeatures(request))


def days_of(project):
    """The steps of the project's clock."""
    whole = project.timeSettings().temporalRange()
    begin = whole.begin()
    while begin < whole.end():
        after = begin.addDays(1)
        yield begin.date().toString(Qt.ISODate), QgsDateTimeRange(begin, after, includeBeginning=True, includeEnd=False)
        begin = after


def told(path):
    with closing(sqlite3.connect(path)) as file:
        (name,) = file.execute("SELECT name FROM qgis_projects").fetchone()
    project = QgsProject.instance()
    opened = project.read(f"geopackage:{path}?projectName={name}")
    root = project.layerTreeRoot()
    layers = {}
    for node in root.findLayers():
        layer = node.layer()
        layers[layer.source().partition("layername=")[2].partition("|")[0]] = {
            "name": layer.name(),
            "valid": layer.isValid(),
            "rows": layer.featureCount(),
            "shown": node.isVisible(),
            "renderer": layer.renderer().type() if layer.renderer() else "",
            "crs": layer.crs().authid(),
            "legend": [entry.label() for entry in layer.renderer().legendSymbolItems()] if layer.renderer() else [],
            "days": {day: seen(layer, moments) for day, moments in days_of(project)}
            if layer.isValid() and layer.temporalProperties().isActive()
            else {},
        }
    return {"opened": opened, "title": project.title(), "crs": project.crs().authid(), "layers": layers}


def draw(picture, day):
    """Draw what the project shows on a day."""
    project = QgsProject.instance()
    settings = QgsMapSettings()
    settings.setLayers([node.layer() for node in project.layerTreeRoot().findLayers() if node.isVisible()])
    settings.setDestinationCrs(project.crs())
    view = project.viewSettings().defaultViewExtent()
    settings.setExtent(QgsCoordinateTransform(view.crs(), project.crs(), project).transformBoundingBox(view))
    settings.setOutputSize(QSize(1440, 900))
    settings.setBackgroundColor(project.backgroundColor())
    begin = QDateTime.fromString(f"{day}T00:00:00Z", Qt.ISODate)
    settings.setIsTemporal(True)
    settings.setTemporalRange(QgsDateTimeRange(begin, begin.addDays(1), includeBeginning=True, includeEnd=False))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)


if __name__ == "__main__":
    application = QgsApplication([], GUIenabled=False)
    application.initQgis()
    json.dump(told(sys.argv[1]), sys.stdout)
    if len(sys.argv) > 2:
        draw(*sys.argv[2:4])
    application.exitQgis()
