"""Generated tables of shuffled headers in four languages come back as they were written, or are asked about."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.events.importing import import_table
from lib.events.questions import Answers, QuestionError

HEADERS = {
    "date_start": ("Date of incident", "تاريخ الحادث", "Date de l'incident", "Olay tarihi"),
    "place": ("Village", "القرية", "Localité", "Köy"),
    "admin1": ("Governorate", "المحافظة", "Gouvernorat", "İl"),
    "admin3": ("Sub-district", "الناحية", "Sous-district", "Nahiye"),
    "lat": ("Latitude", "خط العرض", "Latitude (WGS84)", "Enlem"),
    "lon": ("Longitude", "خط الطول", "Longitude (WGS84)", "Boylam"),
    "subkind": ("Type of attack", "نوع الهجوم", "Type d'attaque", "Saldırı türü"),
    "actor": ("Perpetrator", "الفاعل", "Auteur présumé", "Fail"),
    "deaths": ("Killed", "عدد القتلى", "Tués", "Ölü sayısı"),
    "civilian_deaths": ("Civilians killed", "القتلى المدنيون", "Civils tués", "Ölen siviller"),
    "injured": ("Wounded", "الجرحى", "Blessés", "Yaralı"),
    "source": ("Source", "المصدر", "Source d'information", "Kaynak"),
    "source_url": ("Link", "الرابط", "Lien", "Bağlantı"),
    "note": ("Description", "ملاحظات", "Remarques", "Açıklama"),
    "confidence": ("Confidence level", "درجة الثقة", "Niveau de confiance", "Güven düzeyi"),
}
WORDS = {
    "airstrike": ("Air strikes", "غارات جوية", "Frappe aérienne", "Hava saldırısı"),
    "shelling": ("artillery-shelling", "قصف مدفعي", "Tirs d'artillerie", "Topçu ateşi"),
    "barrel_bomb": ("Barrel bombs", "براميل متفجرة", "Barils d'explosifs", "Varil bombası"),
    "drone": ("UAV strike", "طائرة مسيرة", "Frappes de drone", "SİHA"),
}
GRADES = {
    "high": ("High", "عالية", "Élevé", "Yüksek"),
    "medium": ("medium", "متوسطة", "Moyen", "ORTA"),
    "low": ("LOW", "منخفضة", "faible", "Düşük"),
}
MARKS = ("{}", "{} *", "2. {}", "Q4: {}", " {} ", "{}:", "grp/{}")
PLACES = ("Ariha", "Saraqib", "Deir, the old one", 'The "Big" camp', "Köprü")

row = st.fixed_dictionaries(
    {
        "date_start": st.integers(0, 90).map(lambda n: date(2020, 1, 1) + timedelta(days=n)),
        "place": st.sampled_from(PLACES),
        "admin1": st.sampled_from(("Idleb", "Aleppo", "")),
        "admin3": st.sampled_from(("Saraqab", "")),
        "lat": st.integers(350_000, 362_000).map(lambda n: n / 10_000),
        "lon": st.integers(360_000, 372_000).map(lambda n: n / 10_000),
        "subkind": st.sampled_from(tuple(WORDS)),
        "actor": st.sampled_from(("Someone", "")),
        "deaths": st.none() | st.integers(0, 900),
        "civilian_deaths": st.none() | st.integers(0, 900),
        "injured": st.none() | st.integers(0, 900),
        "source": st.sampled_from(("A paper: a title", "Own notes")),
        "source_url": st.sampled_from(("https://example.org/a", "")),
        "note": st.text("abc ,;é", max_size=8).map(str.strip),
        "confidence": st.sampled_from(("", *GRADES)),
    }
)


@st.composite
def tables(draw):
    """A table as a colleague writes it, and what its rows mean."""
    rows = draw(st.lists(row, min_size=1, max_size=4))
    needed = ["date_start", "subkind"]
    others = [name for name in HEADERS if name not in {*needed, "lat", "lon"} and draw(st.booleans())]
    points = ["lat", "lon"] if draw(st.booleans()) else []
    columns = draw(st.permutations([*needed, *others, *points]))
    tongue = st.integers(0, 3)
    header = [draw(st.sampled_from(MARKS)).format(HEADERS[name][draw(tongue)]) for name in columns]
    words = {key: spelled[draw(tongue)] for key, spelled in (WORDS | GRADES).items()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for each in rows:
        writer.writerow(["" if each[name] is None else words.get(str(each[name]), each[name]) for name in columns])
    return out.getvalue().encode(), columns, rows


@pytest.mark.thorough
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables())
def test_a_table_comes_back_as_it_was_written_or_is_asked_about(table):
    data, columns, rows = table
    with pytest.raises(QuestionError) as raised:
        import_table(data, "a.csv")
    assert raised.value.question.topic == "columns"
    imported = import_table(data, "a.csv", Answers(columns="guessed"))
    frame = imported.table.frame
    assert imported.table.left_out == 0
    assert len(frame) == len(rows)
    for name in columns:
        written = [each[name] for each in rows]
        if name in ("deaths", "civilian_deaths", "injured"):
            for end in ("low", "high"):
                read = [None if figure is None else int(figure) for figure in frame[f"{name}_{end}"].astype(object)
                        .where(frame[f"{name}_{end}"].notna(), None)]  # fmt: skip
                assert read == written, name
        elif name == "date_start":
            assert [day.date() for day in frame[name]] == written
        else:
            assert frame[name].tolist() == written, name
    for name in set(HEADERS) - set(columns) - {"deaths", "civilian_deaths", "injured", "source", "lat", "lon"}:
        assert (frame[name] == "").all(), name
