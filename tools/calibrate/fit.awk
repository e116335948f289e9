# SPDX-License-Identifier: Apache-2.0
# Fits instructions for each block, by function. Input files, in this order: names and counts of the host and of AArch64 (main.cpp,
# count.c), symbols of both ("address function file", of the hypervisor's code). Writes the table to `table`, with how far off it is,
# and a summary to standard output.
#
# Every second test is fitted (by its name's place in the alphabet); the others, and all of `path.*`, are what errors are measured on.
function hex(text,    n, value) {
    value = 0
    for (n = 1; n <= length(text); n++)
        value = value * 16 + index("0123456789abcdef", substr(text, n, 1)) - 1
    return value
}
FNR == 1 { file++ }
file == 1 { host_name[$1] = $2; on_host[$2] = 1; next }
file == 2 { mark[++h] = $1; place[h] = hex($2); times[h] = $3; next }
file == 3 { guest_name[$1] = $2; if ($2 in on_host) on_both[$2] = 1; next }
file == 4 { guest_mark[++g] = $1; guest_place[g] = hex($2); guest_times[g] = $3; next }
file == 5 { host_at[++hs] = hex($1); host_symbol[hs] = written($2); host_file[hs] = $3; take_file(written($2), $3); next }
file == 6 { guest_at[++gs] = hex($1); guest_symbol[gs] = written($2); guest_file[gs] = $3; next }

# The function that its author wrote: parts that the compiler made belong to it.
function written(symbol) { sub(/\..*/, "", symbol); return symbol }
# One of several of that name goes with its file, as in the simulator (models/platform/code_map.cpp).
function take_file(name, source) {
    if (!((name, source) in is_in)) {
        is_in[name, source] = 1
        files[name]++
    }
}
function key(name, source) { return files[name] > 1 && source != "-" ? name " (" source ")" : name }
function find(at, count, address,    low, high, middle) {
    low = 1
    high = count
    while (low < high) {
        middle = int((low + high + 1) / 2)
        if (address < at[middle])
            high = middle - 1
        else
            low = middle
    }
    return low
}
function absolute(value) { return value < 0 ? -value : value }
function sort(list, count,    n, m, held) {
    for (n = 2; n <= count; n++) {
        held = list[n]
        for (m = n - 1; m > 0 && list[m] > held; m--)
            list[m + 1] = list[m]
        list[m + 1] = held
    }
}
END {
    for (n = 1; n <= h; n++) {
        name = host_name[mark[n]]
        if (name != "-" && name in on_both) {
            m = find(host_at, hs, place[n])
            f = key(host_symbol[m], host_file[m])
            blocks[name, f] += times[n]
            functions[f] = 1
            tests[name] = 1
        }
    }
    for (n = 1; n <= g; n++) {
        name = guest_name[guest_mark[n]]
        if (name != "-" && name in on_both) {
            m = find(guest_at, gs, guest_place[n])
            f = key(guest_symbol[m], guest_file[m])
            instructions[name, f] += guest_times[n]
            functions[f] = 1
            tests[name] = 1
        }
    }
    for (name in tests)
        if (name !~ /^path\./)
            ordered[++count] = name
    sort(ordered, count)
    for (n = 1; n <= count; n++)
        is_fitted[ordered[n]] = n % 2
    for (f in functions)
        list[++fs] = f
    sort(list, fs)
    for (k = 1; k <= fs; k++) {
        f = list[k]
        for (name in tests) {
            if (!((name, f) in blocks) && !((name, f) in instructions))
                continue
            if (is_fitted[name]) {
                fit_blocks[f] += blocks[name, f]
                fit_instructions[f] += instructions[name, f]
            } else if (name !~ /^path\./) {
                other_blocks[f] += blocks[name, f]
                other_instructions[f] += instructions[name, f]
            }
        }
        # Inlined on one machine alone: no weight.
        if (fit_blocks[f] > 0 && fit_instructions[f] > 0)
            weight[f] = sprintf("%.3f", fit_instructions[f] / fit_blocks[f])
    }
    print "# What a block of a function stands for, in instructions of AArch64: made by `make calibrate`, taken by software.weights: calibrated." > table
    print "# Residual: of the tests that were not fitted, predicted over counted, less 1." > table
    print "# sources " sources > table
    print "# compilers " compilers > table
    print "# function\tblocks\tinstructions\tweight\tresidual" > table
    for (k = 1; k <= fs; k++) {
        f = list[k]
        if (!(f in weight)) {
            missing = missing "\n# without a weight: " f
            continue
        }
        residual = "-"
        if (other_instructions[f] > 0) {
            error = weight[f] * other_blocks[f] / other_instructions[f] - 1
            residual = sprintf("%+.3f", error)
            sum += absolute(error)
            flat_sum += absolute(4 * other_blocks[f] / other_instructions[f] - 1)
            judged++
            beyond += absolute(error) > 0.05
        }
        print f "\t" fit_blocks[f] "\t" fit_instructions[f] "\t" weight[f] "\t" residual > table
    }
    print substr(missing, 2) > table
    summary = sprintf("# functions: %d judged, mean error %.1f %% (constant of 4: %.1f %%), %d beyond 5 %%", judged, 100 * sum / judged, 100 * flat_sum / judged, beyond)
    print summary > table
    print substr(summary, 3)
    print "# whole paths, none of them fitted\tblocks\tinstructions\tpredicted\terror\tof the constant" > table
    for (name in tests)
        if (name ~ /^path\./)
            paths[++ps] = name
    sort(paths, ps)
    for (n = 1; n <= ps; n++) {
        there = here = predicted = 0
        for (k = 1; k <= fs; k++) {
            f = list[k]
            there += instructions[paths[n], f]
            here += blocks[paths[n], f]
            predicted += blocks[paths[n], f] * (f in weight ? weight[f] : 4)
        }
        printf "# %s\t%d\t%d\t%.0f\t%+.3f\t%+.3f\n", paths[n], here, there, predicted, predicted / there - 1, 4 * here / there - 1 > table
        path_sum += absolute(predicted / there - 1)
        path_flat += absolute(4 * here / there - 1)
    }
    summary = sprintf("# paths: %d, mean error %.1f %% (constant of 4: %.1f %%)", ps, 100 * path_sum / ps, 100 * path_flat / ps)
    print summary > table
    print substr(summary, 3)
}
