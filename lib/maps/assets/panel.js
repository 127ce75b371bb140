// What stands around the map: title, legend of what is visible, scale bar, sources and disclaimer, notices.
(function (parts) {
  "use strict";

  const { fill, html } = parts.overlay;

  const NARROW = 600;

  class Panel {
    constructor(map, context, actions) {
      this.map = map;
      this.context = context;
      const { words } = context;
      const box = html("div", "situation-frame");
      box.dir = context.rtl ? "rtl" : "ltr";
      this.box = box;
      this.title = html("div", "situation-title");
      this.notices = html("div", "situation-notices");
      this.notices.setAttribute("aria-live", "polite");
      this.tip = html("div", "situation-tip");
      this.tip.hidden = true;
      this.tip.setAttribute("aria-hidden", "true");
      this.live = html("div", "situation-live");
      this.live.setAttribute("aria-live", "polite");
      this.legend = this.makeLegend(words);
      this.dated = [];
      this.scale = html("div", "situation-scale");
      this.foot = html("div", "situation-foot");
      this.tools = this.makeTools(words, actions);
      box.append(this.title, this.notices, this.tools, this.legend, this.scale, this.foot, this.tip, this.live);
      map.getContainer().append(box);
      [this.legend, this.tools, this.foot, this.notices].forEach((part) => {
        L.DomEvent.disableClickPropagation(part);
        L.DomEvent.disableScrollPropagation(part);
      });
      map.on("zoomend moveend resize", () => this.drawScale());
    }

    makeLegend(words) {
      const legend = html("section", "situation-legend");
      this.toggle = html("button", "", words.legend);
      this.toggle.type = "button";
      this.body = html("div", "situation-legend-body");
      const show = (open) => {
        this.toggle.setAttribute("aria-expanded", String(open));
        this.body.hidden = !open;
      };
      this.toggle.addEventListener("click", () => show(this.body.hidden));
      // Decided at the first drawing: before the style sheet is in force the size means nothing.
      this.settle = () => {
        show(this.map.getSize().x >= NARROW);
        this.settle = () => {};
      };
      show(false);
      legend.append(this.toggle, this.body);
      return legend;
    }

    /** Pixels at the right edge that the open legend lies on, as wide as it may grow. */
    covered() {
      return this.body.hidden ? 12 : 284;
    }

    makeTools(words, actions) {
      const copy = html("button", "", words.copy_link);
      copy.type = "button";
      copy.title = words.copy_link_help;
      copy.addEventListener("click", actions.copy);
      return html("div", "situation-tools", null, [copy]);
    }

    /** Show or take away one notice; the same key is never shown twice. */
    notice(key, text, action) {
      const old = [...this.notices.children].find((child) => child.dataset.key === key);
      if (old && text && old.dataset.text === text) return;
      if (old) old.remove();
      if (!text) return;
      const note = html("div", "situation-notice", text);
      note.dataset.key = key;
      note.dataset.text = text;
      if (action) {
        const button = html("button", "", action.label);
        button.type = "button";
        button.addEventListener("click", action.run);
        note.append(" ", button);
      }
      this.notices.append(note);
    }

    /** A selectable field with an address, where the clipboard is out of reach. */
    showLink(address, words) {
      this.notice("link", words.link_here);
      const field = html("input");
      field.readOnly = true;
      field.value = address;
      field.setAttribute("aria-label", words.copy_link);
      const close = html("button", "", words.close);
      close.type = "button";
      close.addEventListener("click", () => this.notice("link", ""));
      this.notices.lastElementChild.append(field, close);
      field.focus();
      field.select();
    }

    showTip(lines, x, y) {
      this.tip.replaceChildren(...lines.map((line, i) => html(i ? "span" : "strong", "", line)));
      this.tip.hidden = false;
      const size = this.map.getSize();
      const w = this.tip.offsetWidth;
      const h = this.tip.offsetHeight;
      this.tip.style.left = `${Math.max(4, Math.min(x + 14, size.x - w - 4))}px`;
      this.tip.style.top = `${y + 18 + h > size.y ? y - h - 12 : y + 18}px`;
    }

    hideTip() {
      this.tip.hidden = true;
    }

    drawScale() {
      const { words } = this.context;
      const size = this.map.getSize();
      if (!size.x) return;
      const y = size.y - 40;
      const metres = this.map.distance(
        this.map.containerPointToLatLng([20, y]),
        this.map.containerPointToLatLng([140, y]),
      );
      const steps = [0.5, 1, 2, 5, 10, 20, 50, 100, 200];
      const km = steps.filter((step) => step * 1000 <= metres).pop() || 0.5;
      const bar = html("div", "situation-bar");
      bar.style.width = `${Math.round((120 * km * 1000) / metres)}px`;
      const ends = html("div", "situation-ends", null, [
        html("span", "", this.context.number(0)),
        html("span", "", fill(words.km, { n: this.context.number(km) })),
      ]);
      ends.style.width = bar.style.width;
      this.scale.replaceChildren(ends, bar);
    }

    /** Title and dates of a state. */
    entitle(state) {
      const { show_title: showTitle } = this.context;
      this.title.replaceChildren();
      if (showTitle && state.title) this.title.append(html("strong", "", state.title));
      if (showTitle && state.dates) this.title.append(html("span", "", state.dates));
      this.title.hidden = !this.title.childElementCount;
      // What the map is of, for those who cannot see it; the page says in words what it draws.
      const region = this.map.getContainer();
      region.setAttribute("role", "region");
      region.setAttribute("aria-label", [state.title, state.dates].filter(Boolean).join(", "));
    }

    /** Title, sources and disclaimer of a state. */
    describe(state, base) {
      const { words } = this.context;
      this.entitle(state);
      const sources = [state.sources || words.sources, base && base.attribution].filter(Boolean).join(" ");
      const foot = [html("span", "", words.disclaimer), html("span", "", sources)];
      if (state.online && this.context.online) {
        foot.push(
          html("span", "", null, [
            parts.popup.sourceLink(this.context.online.attribution, this.context.online.attribution_url),
          ]),
        );
      }
      this.foot.replaceChildren(...foot);
    }

    /** The days that the legend names follow the clock, without drawing it anew. */
    redate(texts) {
      this.dated.forEach(([date, name]) => {
        if (name.textContent !== texts[date]) name.textContent = texts[date];
      });
    }

    drawLegend(entries, notes) {
      this.dated = [];
      const rows = entries.map(({ symbol, text, date }) => {
        const name = html("span", "", text);
        if (date) this.dated.push([date, name]);
        return html("div", "situation-row", null, [symbol, name]);
      });
      const foot = notes.map((note) => html("p", "", note));
      this.body.replaceChildren(...rows, ...foot);
      this.drawScale();
    }
  }

  parts.panel = { Panel };
})((window.situationParts = window.situationParts || {}));
