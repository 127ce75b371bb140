// The layers of the map: what each asks, counts, draws and explains. Nothing else in the client lists them.

/** @import { Config, Layer } from "../types.js" */

import { layer as agreements } from "./agreements.js";
import { layer as band } from "./band.js";
import { layer as control } from "./control.js";
import { layer as earlier } from "./earlier.js";
import { layer as flows } from "./flows.js";
import { layer as front } from "./front.js";
import { layer as modelled } from "./modelled.js";
import { layer as own } from "./own.js";
import { layer as ownArea } from "./own_area.js";
import { layer as ownMarks } from "./own_marks.js";
import { layer as places } from "./places.js";
import { layer as points } from "./points.js";
import { layer as rings } from "./rings.js";
import { layer as sites } from "./sites.js";
import { layer as strikes } from "./strike_symbols.js";

/** By the names under which lib/config/layers.py puts them in order. @type {Record<string, Layer>} */
const BY_NAME = {
  own,
  own_area: ownArea,
  own_marks: ownMarks,
  control,
  front,
  band,
  flows,
  modelled,
  strikes,
  earlier,
  rings,
  sites,
  points,
  agreements,
  places,
};

export const LAYERS = Object.values(BY_NAME);

/**
 * Those that the legend explains, from its top, each with the line in which its entries stand.
 * @param {Pick<Config, "order">} config
 */
export const inLegend = ({ order }) =>
  order.legend.map((name) => ({ ...BY_NAME[name], line: order.line_of[name] ?? name }));

/**
 * Those with symbols, from below, as these lie on each other.
 * @param {Pick<Config, "order">} config
 */
export const withSymbols = ({ order }) => order.symbols.map((name) => BY_NAME[name]);
