// What a symbol opens to: the reports behind it and their sources, built from text nodes only.
(function (parts) {
  "use strict";

  const { fill, html } = parts.overlay;

  /** A link to a source, or its plain name: only http and https addresses are ever linked. */
  function sourceLink(source, address) {
    let url = null;
    try {
      url = new URL(address);
    } catch {
      url = null;
    }
    if (!url || !["http:", "https:"].includes(url.protocol)) return html("span", "", source || "");
    const link = html("a", "", source || url.hostname);
    link.href = url.href;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }

  function report(one, words) {
    const children = [];
    if (one.heading) children.push(html("h4", "", one.heading));
    (one.lines || []).forEach((line) => children.push(html("p", "", line)));
    if (one.source || one.source_url) {
      const source = html("p", "situation-source", null, [sourceLink(one.source, one.source_url)]);
      if (one.confidence) source.append(` \u00b7 ${one.confidence}`);
      children.push(source);
    }
    if (one.also && one.also.length) {
      const items = one.also.map((row) => {
        const item = html("li", "", null, [sourceLink(row.source, row.source_url)]);
        if (row.line) item.append(` \u2013 ${row.line}`);
        return item;
      });
      children.push(html("p", "situation-also", words.also_reported), html("ul", "", null, items));
    }
    return html("section", "", null, children);
  }

  function content(body, words, number) {
    const box = html("div", "situation-reports");
    box.append(html("h3", "", body.title || ""));
    (body.lines || []).forEach((line) => box.append(html("p", "", line)));
    if (body.note) box.append(html("p", "situation-note", body.note));
    (body.reports || []).forEach((one) => box.append(report(one, words)));
    if (!(body.reports || []).length && !body.lines) box.append(html("p", "", words.no_reports));
    if (body.more) box.append(html("p", "situation-note", fill(words.more_reports, { n: number(body.more) })));
    return box;
  }

  /** Open a popup at once with the title known so far, then with the reports when they arrive. */
  async function open(map, symbol, server, state, context, covered) {
    const { words } = context;
    const waiting = html("div", "situation-reports", null, [html("h3", "", symbol.lines[0]), html("p", "", words.loading)]);
    const room = map.getSize();
    const popup = L.popup({
      maxWidth: Math.min(360, room.x - 60),
      maxHeight: Math.max(120, Math.min(340, room.y - 130)),
      // Clear of the zoom buttons: beside them on a wide map, below them on a narrow one.
      autoPanPaddingTopLeft: room.x > 600 ? [50, 20] : [8, 84],
      autoPanPaddingBottomRight: [room.x > 760 ? covered : 12, 44],
      closeButton: true,
    })
      .setLatLng(symbol.latlng)
      .setContent(waiting)
      .openOn(map);
    let filled;
    try {
      const body = symbol.report || (await (symbol.load ? symbol.load() : server.reports(symbol.asked, state)));
      filled = content(body, words, context.number);
    } catch {
      filled = html("div", "situation-reports", null, [
        html("h3", "", symbol.lines[0]),
        html("p", "", words.reports_unreachable),
      ]);
    }
    if (!map.hasLayer(popup)) return popup;
    filled.tabIndex = -1;
    filled.setAttribute("role", "dialog");
    filled.setAttribute("aria-label", symbol.lines[0]);
    popup.setContent(filled);
    filled.focus({ preventScroll: true });
    return popup;
  }

  parts.popup = { content, open, sourceLink };
})((window.situationParts = window.situationParts || {}));
