"""Opens an OGC API - Features address with QGIS and tells what it finds as JSON.

Run by a Python that has QGIS: ``python3 qgis_services.py ADDRESS COLLECTION…``. It needs nothing of this repository.
"""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (  # type: ignore[import-not-found]
    QgsApplication,
    QgsDataSourceUri,
    QgsNetworkAccessManager,
    QgsVectorLayer,
)

PATIENCE_MS = 600_000
"""How long QGIS waits for an answer; by itself a minute, in which a machine that is busy with tests may not make it."""


def told(address, name):
    """Load a collection as QGIS's own window does, with paging, and count what it has."""
    uri = QgsDataSourceUri()
    uri.setParam("url", address)
    uri.setParam("typename", name)
    uri.setParam("pagingEnabled", "true")
    uri.setParam("pageSize", "1000")
    layer = QgsVectorLayer(uri.uri(expandAuthConfig=False), name, "OAPIF")
    rows = [feature.attribute("id") for feature in layer.getFeatures()] if layer.isValid() else []
    return {
        "valid": layer.isValid(),
        "error": "" if layer.isValid() else layer.error().summary(),
        "rows": len(rows),
        "ids": len({str(each) for each in rows}),
        "crs": layer.crs().authid(),
        "columns": [field.name() for field in layer.fields()],
    }


if __name__ == "__main__":
    application = QgsApplication([], GUIenabled=False)
    application.initQgis()
    QgsNetworkAccessManager.setTimeout(PATIENCE_MS)
    found = {name: told(sys.argv[1], name) for name in sys.argv[2:]}
    json.dump(found, sys.stdout)
    application.exitQgis()
