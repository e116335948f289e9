// SPDX-License-Identifier: Apache-2.0
// What a report does once a browser runs it: each still picture with numbers becomes a plot that can be zoomed,
// all of a page with one cursor; a field filters the table of all statistics.
import { makePlots } from "./plots.js";
import { makeFilters } from "./filter.js";

document.documentElement.classList.add("live");
makePlots(document);
makeFilters(document);
