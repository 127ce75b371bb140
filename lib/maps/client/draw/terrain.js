// What lies under a name: whose ground it is, the front, and the lines that it had better not cover. All of it on a grid
// of small cells, so that hundreds of places can be tried while a view settles.

/** @import { Bounds, Box, Point, Shape, View } from "../types.js" */

/** Pixels of the screen in one cell. */
export const CELL = 3;

export class Terrain {
  /**
   * @param {Bounds} bounds What is looked at, in layer points.
   * @param {string} [shared] What is called so among the sides is no side's alone, and bars no name.
   */
  constructor({ min, max }, shared = "") {
    this.min = min;
    this.shared = shared;
    this.wide = Math.max(1, Math.ceil((max.x - min.x) / CELL));
    this.high = Math.max(1, Math.ceil((max.y - min.y) / CELL));
    /** The sides, which the cells count from 1. @type {string[]} */
    this.sides = [];
    /** Whose ground each cell is, on each of the maps that are seen; 0 for nobody's. @type {Uint8Array[]} */
    this.held = [];
    /** Where the front runs, and the lines that a name had better not cover. */
    this.front = this.grid();
    this.lines = this.grid();
  }

  grid() {
    return new Uint8Array(this.wide * this.high);
  }

  /**
   * Note who holds what on one map.
   * @param {Shape[]} areas
   * @param {View} view
   */
  hold(areas, view) {
    const grid = this.grid();
    areas.forEach((area) => this.fill(grid, area, view, this.number(area.properties.controller)));
    this.held.push(grid);
  }

  /** @param {string} side */
  number(side) {
    if (!this.sides.includes(side)) this.sides.push(side);
    return this.sides.indexOf(side) + 1;
  }

  /**
   * Set the cells whose middle lies in a shape.
   * @param {Uint8Array} grid
   * @param {Shape} shape
   * @param {View} view
   * @param {number} value
   */
  fill(grid, shape, view, value) {
    /** Where the outline crosses the middle of each row. @type {number[][]} */
    const crossings = Array.from({ length: this.high }, () => []);
    shape.polygons.forEach((rings) => rings.forEach((ring) => this.cross(crossings, ring, view)));
    crossings.forEach((at, row) => {
      at.sort((a, b) => a - b);
      for (let i = 0; i + 1 < at.length; i += 2) {
        const [from, to] = [at[i], at[i + 1]].map((x) => Math.max(0, Math.min(this.wide, Math.ceil(x - 0.5))));
        grid.fill(value, row * this.wide + from, row * this.wide + to);
      }
    });
  }

  /**
   * @param {number[][]} crossings
   * @param {Float64Array} ring
   * @param {View} view
   */
  cross(crossings, ring, view) {
    const cells = this.inCells(ring, view);
    let [px, py] = cells.slice(-2);
    for (let i = 0; i < cells.length; i += 2) {
      const [x, y] = [cells[i], cells[i + 1]];
      const first = Math.max(0, Math.ceil(Math.min(y, py) - 0.5));
      const last = Math.min(this.high - 1, Math.ceil(Math.max(y, py) - 0.5) - 1);
      for (let row = first; row <= last; row += 1) crossings[row].push(px + ((row + 0.5 - py) / (y - py)) * (x - px));
      px = x;
      py = y;
    }
  }

  /** @param {Float64Array} xy @param {View} view */
  inCells(xy, { scale, shift }) {
    const from = [this.min.x, this.min.y];
    return xy.map((at, i) => (at * scale + shift[i % 2] - from[i % 2]) / CELL);
  }

  /**
   * Mark the cells that the lines of some shapes run through.
   * @param {Uint8Array} grid
   * @param {Shape[]} shapes
   * @param {View} view
   */
  trace(grid, shapes, view) {
    shapes.forEach((shape) => shape.lines.forEach((xy) => this.run(grid, this.inCells(xy, view))));
  }

  /**
   * Mark the cells along a line of layer points.
   * @param {Uint8Array} grid
   * @param {Point[]} points
   */
  follow(grid, points) {
    const cells = points.flatMap(([x, y]) => [(x - this.min.x) / CELL, (y - this.min.y) / CELL]);
    this.run(grid, Float64Array.from(cells));
  }

  /** @param {Uint8Array} grid @param {Float64Array} cells */
  run(grid, cells) {
    for (let i = 2; i < cells.length; i += 2) {
      const [ax, ay, bx, by] = [cells[i - 2], cells[i - 1], cells[i], cells[i + 1]];
      const outside =
        Math.max(ax, bx) < 0 || Math.min(ax, bx) > this.wide || Math.max(ay, by) < 0 || Math.min(ay, by) > this.high;
      const steps = outside ? -1 : Math.ceil(2 * Math.hypot(bx - ax, by - ay));
      for (let step = 0; step <= steps; step += 1) {
        const share = steps ? step / steps : 0;
        const [x, y] = [Math.floor(ax + share * (bx - ax)), Math.floor(ay + share * (by - ay))];
        if (x >= 0 && x < this.wide && y >= 0 && y < this.high) grid[y * this.wide + x] = 1;
      }
    }
  }

  /**
   * First and last column and row of the cells whose middle lies in a box, within the grid or not.
   * @param {Box} box
   */
  cells([left, top, right, bottom]) {
    const first = (/** @type {number} */ at, /** @type {number} */ from) => Math.ceil((at - from) / CELL - 0.5);
    const { x, y } = this.min;
    return [first(left, x), first(top, y), first(right, x) - 1, first(bottom, y) - 1];
  }

  /**
   * How many cells of a box are so, of those in the grid.
   * @param {Uint8Array} grid
   * @param {Box} box
   * @param {(value: number) => boolean} so
   */
  count(grid, box, so) {
    const [left, top, right, bottom] = this.cells(box);
    let n = 0;
    for (let row = Math.max(0, top); row <= Math.min(this.high - 1, bottom); row += 1) {
      const start = row * this.wide;
      for (let column = Math.max(0, left); column <= Math.min(this.wide - 1, right); column += 1)
        if (so(grid[start + column])) n += 1;
    }
    return n;
  }

  /**
   * Whether the front runs through a box or nearer to it than so many pixels.
   * @param {Box} box
   * @param {number} off
   */
  nearFront([left, top, right, bottom], off) {
    return this.count(this.front, [left - off, top - off, right + off, bottom + off], Boolean) > 0;
  }

  /**
   * Pixels of lines under a box that it had better not cover.
   * @param {Box} box
   */
  crossed(box) {
    return CELL * this.count(this.lines, box, Boolean);
  }

  /**
   * What a grid says of a point; 0 outside of it.
   * @param {Uint8Array} grid
   * @param {Point} point
   */
  at(grid, [x, y]) {
    const cell = this.cell(x, y);
    return cell < 0 ? 0 : grid[cell];
  }

  /**
   * The cell that a point lies in; -1 outside of the grid.
   * @param {number} x
   * @param {number} y
   */
  cell(x, y) {
    const [column, row] = [Math.floor((x - this.min.x) / CELL), Math.floor((y - this.min.y) / CELL)];
    const inside = column >= 0 && column < this.wide && row >= 0 && row < this.high;
    return inside ? row * this.wide + column : -1;
  }

  /**
   * Who holds a point, on each map; 0 for nobody.
   * @param {Point} point
   */
  owners(point) {
    return this.held.map((grid) => this.at(grid, point));
  }

  /**
   * The share of a box that lies on the ground of another side than its owner, on the map where that is most.
   * @param {Box} box
   * @param {number[]} owners
   */
  elsewhere(box, owners) {
    const shared = this.sides.indexOf(this.shared) + 1;
    return this.most(box, (grid, map) => {
      const owner = owners[map];
      if (owner > 0 && owner === shared) return 0;
      return this.count(grid, box, (side) => side > 0 && side !== owner && side !== shared);
    });
  }

  /**
   * The share of a box that is not its owner's ground, on the map where that is most.
   * @param {Box} box
   * @param {number} owner
   */
  notOf(box, owner) {
    const [left, top, right, bottom] = this.cells(box);
    const all = (right - left + 1) * (bottom - top + 1);
    return this.most(box, (grid) => all - this.count(grid, box, (side) => side === owner));
  }

  /**
   * @param {Box} box
   * @param {(grid: Uint8Array, map: number) => number} counted
   */
  most(box, counted) {
    const [left, top, right, bottom] = this.cells(box);
    const all = Math.max(1, (right - left + 1) * (bottom - top + 1));
    return Math.max(0, ...this.held.map((grid, map) => counted(grid, map) / all));
  }
}
