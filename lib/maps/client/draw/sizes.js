// How large symbols are: arrows by persons, circles by strikes, squares by reports, and the numbers that fit into them.
// Paper computes the same in lib/maps/sizes.py, of the same style; a test holds the two to each other. Sizes are pixels.

/** @import { ApartLook, FlowLook, OwnLook, StrikeLook, Style } from "../types.js" */

/**
 * By how much circles and arrows shrink when the map is zoomed out.
 * @param {number} zoom
 * @param {Pick<Style, "symbol_scale">} style
 */
export function symbolScale(zoom, style) {
  const { full_zoom: full, per_zoom: step, least, most } = style.symbol_scale;
  return Math.max(least, Math.min(most, 1 + (zoom - full) * step));
}

/**
 * Width of an arrow at the base of its head.
 * @param {number} persons
 * @param {FlowLook} style
 */
export function flowWidth(persons, style) {
  const share = Math.sqrt(Math.min(Math.max(persons, 0) / style.full_scale_persons, 1));
  return style.min_width + (style.max_width - style.min_width) * share;
}

/**
 * How wide an arrow is drawn: no wider than it may be near by where an end of it stands for an area.
 * @param {number} width
 * @param {boolean} loose
 * @param {number} zoom
 * @param {FlowLook} style
 */
export const drawnFlowWidth = (width, loose, zoom, { near }) =>
  loose && zoom >= near.zoom ? Math.min(width, near.most_width) : width;

/**
 * Radius of the circle of a place: its area grows with the number of strikes.
 * @param {number} count
 * @param {StrikeLook} style
 */
export const strikeRadius = (count, style) => Math.min(style.unit_radius * Math.sqrt(count), style.max_radius);

/**
 * Radius of the disc of several places, without its ring.
 * @param {number} count
 * @param {StrikeLook} style
 */
export const mergedRadius = (count, { unit_radius: unit, cluster }) =>
  Math.min(Math.max(unit * Math.sqrt(count), cluster.min_radius), cluster.max_radius);

/**
 * Whether some strikes at a place are located roughly and others are not.
 * @param {number} count
 * @param {number} coarse
 */
const shared = (count, coarse) => coarse > 0 && coarse < count;

/**
 * How far from its middle the circle of a place reaches, with its halo, or with the arc around it.
 * @param {number} count
 * @param {number} coarse
 * @param {number} scale By which symbols shrink at the zoom.
 * @param {StrikeLook} style
 */
export const strikeRim = (count, coarse, scale, style) =>
  strikeRadius(count, style) * scale +
  (shared(count, coarse) ? style.arc_gap + style.arc_width : style.edge_width / 2 + style.halo_width);

/**
 * How far from its middle the disc of several places reaches, with its ring and the arc around.
 * @param {number} count
 * @param {number} coarse
 * @param {number} scale
 * @param {StrikeLook} style
 */
export const mergedRim = (count, coarse, scale, style) =>
  mergedRadius(count, style) * scale +
  style.cluster.gap +
  (shared(count, coarse) ? style.arc_gap + style.arc_width : style.cluster.ring_width / 2);

/**
 * Radius of the ring of a place that was struck before the range.
 * @param {number} count
 * @param {StrikeLook} style
 */
export const faintRadius = (count, { faint }) => Math.min(faint.unit_radius * Math.sqrt(count), faint.max_radius);

/**
 * How far from its middle such a ring reaches.
 * @param {number} count
 * @param {StrikeLook} style
 */
export const faintRim = (count, style) => faintRadius(count, style) + style.faint.width / 2;

/**
 * How far from each other two circles are at least that stay two.
 * @param {number} count Of both together.
 * @param {number} rims How far both reach together.
 * @param {ApartLook} apart
 */
export const leastApart = (count, rims, { reach, by_root: byRoot, gap }) =>
  Math.max(reach + byRoot * Math.sqrt(count), rims + gap);

/**
 * Text size of the number in the circle of a place; 0 where it is left out: for one strike, and without room.
 * @param {number} count
 * @param {number} letters Of the number as it is written.
 * @param {number} radius Of the circle as it is drawn.
 * @param {StrikeLook} style
 */
export function strikeNumberSize(count, letters, radius, style) {
  if (count < style.numbered_from || radius < Math.max(style.count_radius, letters * style.radius_by_digit)) return 0;
  return Math.min(style.text_size, radius * style.text_by_radius);
}

/**
 * Text size of the number in the disc of several places, which always has one.
 * @param {number} letters
 * @param {number} radius
 * @param {StrikeLook} style
 */
export const mergedNumberSize = (letters, radius, { cluster }) =>
  Math.min(cluster.text_size, (radius * cluster.text_by_radius) / Math.max(letters, 2));

/**
 * How far round the arc for `coarse` of `count` goes, degrees; 0 for none, and for all: the circle says that.
 * @param {number} count
 * @param {number} coarse
 * @param {StrikeLook} style
 */
export function coarseDegrees(count, coarse, style) {
  if (!coarse || coarse >= count) return 0;
  return Math.max(style.arc_least_degrees, (360 * coarse) / count);
}

/**
 * Half the side of the square of a place of a reader's own table.
 * @param {number} n
 * @param {OwnLook} style
 */
export const ownSize = (n, style) => style.size + Math.min(style.grows, Math.log2(n));

/**
 * Whether such a square says how many reports it stands for: for one it need not, beyond it has no room.
 * @param {number} n
 * @param {OwnLook} style
 */
export const ownNumbered = (n, style) => n > 1 && n < style.numbered_below;
