// How strikes are drawn, as the reader chose: a circle a place, merged circles, or a density. The numbers stay the same.
(function (parts) {
  "use strict";

  const chosen = (context) => {
    const { symbols } = context.state || {};
    return { clusters: parts.clusters, density: parts.density }[symbols] || parts.strikes;
  };

  function draw(group, items, view, context, self) {
    const way = chosen(context);
    if (way !== parts.density) parts.density.lay(self, []);
    return way.draw(group, items, view, context, self);
  }

  /** The same on a canvas, while the clock moves. */
  const paint = (ctx, items, view, context, self) => chosen(context).paint(ctx, items, view, context, self);

  /** What the legend says besides the circles: [symbol, text]. */
  const legend = (context) => (chosen(context).legend ? chosen(context).legend(context) : []);

  /** Whether places have circles of their own, which the legend then explains. */
  const circles = (context) => chosen(context) !== parts.density;

  parts.symbols = { circles, draw, legend, paint };
})((window.situationParts = window.situationParts || {}));
