// Areas and lines of one map, or of two beside each other. What never moves with the clock is kept as a picture.
(function (parts) {
  "use strict";

  /** Two dates side by side, with a divider; any other comparison hatches what was gained. */
  const swiping = (state) => Boolean(state.compare) && state.compare_mode === "swipe";

  /** What the canvas depends on; a change of strikes or flows alone leaves it as it is. */
  function key(state) {
    const names = ["control", "front", "band", "roads", "sochi_strip", "m4_corridor"];
    const layers = names.filter((layer) => state.layerSet.has(layer));
    const compared = [state.compare, state.compare_control, state.compare && state.compare_mode];
    return [state.control, state.control_before, state.online, state.controllers, ...compared, ...layers].join();
  }

  /** Wider than half of the widest pen, pixels: what a line that goes or comes can cover. */
  const MARGIN = 8;

  class Lines {
    constructor(self, pane) {
      this.self = self;
      this.ground = null;
      this.partial = false;
      this.surface = new parts.overlay.CanvasSurface(pane, (ctx, view) => this.draw(ctx, view), 0.2).addTo(self.map);
    }

    /** Draw all of it anew. */
    redraw() {
      this.moving = false;
      this.partial = false;
      this.ground = null;
      this.surface.redraw();
    }

    /** Draw other dates: what is seen and differs, for the next frame; the margins follow when the clock rests. */
    follow() {
      this.moving = true;
      this.partial = true;
      if (this.self.swiped()) this.surface.redraw();
      else {
        const within = this.differing();
        if (within.max.x > within.min.x && within.max.y > within.min.y) this.surface.redraw(within);
      }
      this.moving = false;
    }

    /** The part of the view where the maps of now differ from those drawn last, on whole canvas pixels. */
    differing() {
      const seen = this.seen();
      const { drawn, surface, self } = this;
      const { control } = self.answers;
      if (!drawn || !drawn.control || !control) return seen;
      // Without an earlier map nothing is hatched: as if the earlier map were the same.
      const { changed } = parts.control;
      const earlier = changed(drawn.earlier || drawn.control, self.earlier() || control);
      const box = parts.geometry.around(changed(drawn.control, control), earlier);
      if (!box) return L.bounds(seen.min, seen.min);
      const { scale, shift, min } = surface.view();
      const [left, top, right, bottom] = box.map((at, i) => at * scale + shift[i % 2] + (i < 2 ? -MARGIN : MARGIN));
      const whole = (round, at, from) => from + round((at - from) * surface._ratio) / surface._ratio;
      const { floor, ceil, max: most, min: least } = Math;
      return L.bounds(
        [most(seen.min.x, whole(floor, left, min.x)), most(seen.min.y, whole(floor, top, min.y))],
        [most(seen.min.x, least(seen.max.x, whole(ceil, right, min.x))), most(seen.min.y, least(seen.max.y, whole(ceil, bottom, min.y)))],
      );
    }

    rest() {
      if (this.partial) this.redraw();
    }

    seen() {
      const { map } = this.self;
      return L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize()));
    }

    draw(ctx, view) {
      const { self } = this;
      const left = self.swiped();
      this.drawn = left ? null : { control: self.answers.control, earlier: self.earlier() };
      if (left) self.swipe.render((side, i) => this.drawControl(side, view, i ? self.answers.control : left, null));
      else this.drawControl(ctx, view, self.answers.control, self.earlier());
    }

    drawControl(ctx, view, control, earlier) {
      const { self } = this;
      const { style } = self.config;
      if (self.has("control")) parts.control.drawAreas(ctx, view, control, style);
      if (self.has("control")) parts.control.drawGained(ctx, view, control, earlier, style);
      if (self.has("band")) parts.control.drawBand(ctx, view, control, style);
      this.drawGround(ctx, view);
      if (self.has("front")) parts.control.drawFront(ctx, view, control, earlier, style);
    }

    /** Agreements, rivers, roads, boundaries: drawn once while the clock moves, and copied. */
    drawGround(ctx, view) {
      if (!this.moving) {
        this.paintGround(ctx, view);
        return;
      }
      const { _ratio: ratio, _ctx: own } = this.surface;
      if (!this.ground || this.ground.min !== view.min || this.ground.scale !== view.scale) {
        const canvas = document.createElement("canvas");
        canvas.width = own.canvas.width;
        canvas.height = own.canvas.height;
        const c = canvas.getContext("2d");
        c.setTransform(ratio, 0, 0, ratio, -view.min.x * ratio, -view.min.y * ratio);
        this.paintGround(c, view);
        this.ground = { canvas, min: view.min, scale: view.scale };
      }
      ctx.drawImage(this.ground.canvas, view.min.x, view.min.y, view.max.x - view.min.x, view.max.y - view.min.y);
    }

    paintGround(ctx, view) {
      const { self } = this;
      const { base, agreements } = self.answers;
      const { style } = self.config;
      if (self.state) parts.agreements.drawAreas(ctx, view, agreements, self.state.layerSet, style);
      parts.base.drawLines(ctx, view, base, style, { roads: self.has("roads"), online: self.tilesSeen });
      parts.base.drawBorder(ctx, view, base, style);
    }
  }

  parts.lines = { Lines, key, swiping };
})((window.situationParts = window.situationParts || {}));
