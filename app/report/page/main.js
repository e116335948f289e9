// SPDX-License-Identifier: Apache-2.0
// The script of a report: replaces each still picture that has numbers by a plot that can be zoomed; the plots of a page
// share one cursor. Adds a field that filters long tables.
import { makePlots } from "./plots.js";
import { makeFilters } from "./filter.js";

document.documentElement.classList.add("live");
makePlots(document);
makeFilters(document);
