// While the clock moves: symbols on a canvas, frame by frame. When it rests, the SVG with its names is built anew.
(function (parts) {
  "use strict";

  /** Milliseconds without a move after which the clock rests; longer while a hand still holds it. */
  const REST = 100;
  const HELD = 400;

  class Motion {
    constructor(self, pane) {
      this.self = self;
      this.on = false;
      this.timer = 0;
      this.surface = new parts.overlay.CanvasSurface(pane, (ctx, view) => this.draw(ctx, view), 0).addTo(self.map);
    }

    /** Draw the symbols of this frame; the steps `after` follow one a frame, once the clock rests. */
    paint(...after) {
      const { marks } = this.self;
      if (!this.on) {
        this.on = true;
        this.posts = null;
        marks._container.classList.add("situation-moving");
      }
      this.surface.redraw();
      this.followPosts();
      clearTimeout(this.timer);
      const held = this.self.clock && this.self.clock.bar.brush.held;
      this.timer = setTimeout(() => this.rest(after), held ? HELD : REST);
    }

    async rest(after) {
      const { paints } = this.self;
      this.stop();
      for (const step of after) {
        await parts.context.frame();
        if (paints !== this.self.paints) return;
        step();
      }
    }

    /** The canvas makes way in the same frame in which the SVG is there again. */
    stop() {
      clearTimeout(this.timer);
      if (!this.on) return;
      this.on = false;
      this.self.marks._container.classList.remove("situation-moving");
      this.self.marks.redraw();
      this.surface.redraw();
    }

    draw(ctx, view) {
      const { self } = this;
      if (!this.on || !self.state) return;
      const { context, now, answers } = self;
      if (self.has("places") && answers.control && view.zoom >= context.style.place.min_zoom) {
        parts.sites.paintPlaces(ctx, answers.control.places, view, context);
      }
      parts.flows.paint(ctx, now.flows, view, context);
      parts.symbols.paint(ctx, now.strikes, view, context, self);
    }

    /** Observation posts stay in the SVG; drawn again only on the day that one of them is encircled or set up. */
    followPosts() {
      const { self } = this;
      if (!self.has("posts")) return;
      const standing = parts.agreements.posts(self.answers.agreements, self.state.layerSet, self.state.to);
      const key = standing.map(({ post, encircled }) => `${post.number}${encircled}`).join();
      const group = self.marks._container.querySelector(".situation-posts");
      if (this.posts !== null && this.posts !== key && group) {
        group.replaceChildren();
        parts.marks.drawPosts(self, group, self.marks.view());
      }
      this.posts = key;
    }
  }

  parts.motion = { Motion };
})((window.situationParts = window.situationParts || {}));
