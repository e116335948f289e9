/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which policies are in use, and their decisions: which pLPIs are disabled, and when their storm is
 * over; see storm.h. Nothing here touches the hardware.
 */
#include "base/probes.h"
#include "policy/storm/agenda.h"
#include "policy/storm/policies.h"
#include "policy/storm/units.h"

/* ---- set-up ---- */

static bool use(struct storm *storm, struct storm_policy *policy, const struct hv_knob *rows,
                uint32_t state_bytes, const struct knobs *knobs)
{
    policy->lpis = storm->lpis;
    policy->machine = storm->machine;
    policy->knob = knob_values(knobs, rows);
    policy->state_bytes = state_bytes;
    policy->state = sim_alloc((uint64_t)storm->lpis->capacity * state_bytes + 1u, 64);
    return policy->knob != NULL && policy->state != NULL;
}

static bool use_detector(struct storm *storm, const struct storm_detector *detector,
                         const struct knobs *knobs)
{
    struct storm_policy *policy = &storm->detects[storm->detector_count];
    if (detector->on_work != NULL)
        storm->workers[storm->worker_count++] = storm->detector_count;
    storm->detector[storm->detector_count++] = detector;
    storm->measures = storm->worker_count != 0;
    return use(storm, policy, detector->knobs, detector->state_bytes, knobs) &&
           (detector->create == NULL || detector->create(policy));
}

static bool use_policies(struct storm *storm, const struct knobs *knobs)
{
    for (unsigned n = 0; n < storm_detector_words(); n++) {
        const struct storm_detector *detector = storm_chosen_detector(knobs, n);
        if (detector != NULL && !use_detector(storm, detector, knobs))
            return false;
    }
    storm->ending = storm_chosen_ending(knobs);
    return use(storm, &storm->ends, storm->ending->knobs, storm->ending->state_bytes, knobs);
}

void storm_read_knobs(struct storm *storm, const struct knobs *knobs)
{
    for (unsigned n = 0; n < storm->detector_count; n++)
        knob_values_again(knobs, storm->detector[n]->knobs, storm->detects[n].knob);
    knob_values_again(knobs, storm->ending->knobs, storm->ends.knob);
    storm->whole_device = knob(knobs, &storm_knobs[STORM_KNOB_SCOPE]) != 0;
    storm->applying.invall_from = (uint32_t)knob(knobs, &storm_knobs[STORM_KNOB_INVALL_FROM]);
    storm->applying.waits = knob(knobs, &storm_knobs[STORM_KNOB_COMPLETION]) == 0;
    storm->min_gap_ns = knob(knobs, &storm_knobs[STORM_KNOB_MIN_GAP]);
    storm->watches_eoi = knob(knobs, &storm_knobs[STORM_KNOB_NOTICE]) == 0;
    storm->in_softirq = knob(knobs, &storm_knobs[STORM_KNOB_ACT_IN]) != 0;
    storm->follows_loop = storm->measures || storm->in_softirq;
}

bool storm_create(struct storm *storm, const struct storm_ops *ops,
                  const struct sim_machine *machine, struct lpi_table *lpis, struct sched *sched,
                  const struct knobs *knobs)
{
    storm->ops = ops;
    storm->machine = machine;
    storm->lpis = lpis;
    storm->sched = sched;
    storm->lock = sim_lock_create("storm", SIM_NO_DOMAIN);
    storm->units = sim_alloc((lpis->capacity + 1ull) * sizeof *storm->units, 64);
    storm->device_units = sim_alloc((machine->pci_count + 1ull) * sizeof *storm->device_units, 64);
    storm->agenda = agenda_create(lpis->capacity + machine->pci_count);
    if (storm->units == NULL || storm->device_units == NULL || storm->agenda == NULL ||
        !act_create(storm) || !use_policies(storm, knobs))
        return false;
    for (uint32_t n = 0; n < lpis->capacity; n++)
        storm->units[n].lpi = &lpis->entries[n];
    storm_read_knobs(storm, knobs);
    return true;
}

/* ---- it storms ---- */

static uint64_t later_of(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static void begin(struct storm *storm, struct storm_unit *unit, const struct storm_arrival *arrival,
                  uint64_t now_ns)
{
    const struct storm_ending *ending = storm->ending;
    const uint64_t hold_ns =
        ending->hold_ns ? ending->hold_ns(&storm->ends, arrival->lpi, now_ns) : 0;
    unit->lpi = arrival->lpi;
    unit->disabled_at_ns = now_ns;
    unit->not_before_ns =
        later_of(now_ns + later_of(storm->min_gap_ns, hold_ns), arrival->hold_until_ns);
    unit->guest_enabled = unit->is_abandoned = false;
    SHARED_STORE(*unit_flag(unit), true);
}

/* False: another pLPI of the device has begun the storm. */
static bool begin_device(struct storm *storm, struct pe *pe, const struct storm_arrival *arrival,
                         uint64_t now_ns)
{
    struct its_device *device = arrival->lpi->device;
    struct storm_unit *unit = unit_of_device(storm, device);
    sim_lock_take(pe->sim, storm->lock);
    const bool is_first = !device->throttled;
    if (is_first) {
        unit->device = device;
        begin(storm, unit, arrival, now_ns);
        SHARED_STORE(unit->is_changed, true);
    }
    sim_lock_drop(pe->sim, storm->lock);
    return is_first;
}

/* A pLPI that cannot be delivered is disabled alone: nobody answers it, and the other pLPIs of its
 * device would wait for an answer. */
static bool begin_any(struct storm *storm, struct pe *pe, const struct storm_arrival *arrival)
{
    const uint64_t now = sim_now_ns(pe->sim);
    if (storm->whole_device && !arrival->is_held_back)
        return begin_device(storm, pe, arrival, now);
    begin(storm, unit_of_lpi(storm, arrival->lpi), arrival, now);
    return true;
}

bool storm_arrived(struct storm *storm, struct pe *pe, struct storm_arrival *arrival)
{
    bool storms = false;
    for (unsigned n = 0; n < storm->detector_count; n++)
        storms = storm->detector[n]->on_arrival(&storm->detects[n], pe, arrival) || storms;
    if (!storms || lpi_is_disabled(arrival->lpi) || !begin_any(storm, pe, arrival))
        return false;
    const struct its_device *device = arrival->lpi->device;
    sim_probe(pe->sim, PROBE_STORM_DETECTIONS, device->domain, 1);
    sim_probe_honest(pe->sim, PROBE_STORM_FALSE_DETECTIONS, device->domain,
                     device->info->device_id);
    return true;
}

/* ---- it is over ---- */

static bool is_over(const struct storm *storm, const struct storm_unit *unit)
{
    return unit->is_abandoned || storm->ending->is_over(&storm->ends, unit);
}

static bool end(struct storm *storm, struct pe *pe, struct storm_unit *unit)
{
    const uint64_t now = sim_now_ns(pe->sim);
    if (now < unit->not_before_ns || !is_over(storm, unit))
        return false;
    SHARED_STORE(*unit_flag(unit), false);
    sim_probe(pe->sim, PROBE_STORM_THROTTLED_TIME, unit->lpi->device->domain,
              now - unit->disabled_at_ns);
    return true;
}

/* Only the pLPI that stormed can end the storm of its device. */
static bool end_device(struct storm *storm, struct pe *pe, const struct lpi *lpi)
{
    struct storm_unit *unit = unit_of_device(storm, lpi->device);
    sim_lock_take(pe->sim, storm->lock);
    const bool is_over = lpi->device->throttled && unit->lpi == lpi && end(storm, pe, unit);
    if (is_over)
        SHARED_STORE(unit->is_changed, true);
    sim_lock_drop(pe->sim, storm->lock);
    return is_over;
}

bool storm_answered(struct storm *storm, struct pe *pe, struct lpi *lpi)
{
    if (!lpi_is_disabled(lpi))
        return false;
    const bool lpi_ends = lpi->throttled && end(storm, pe, unit_of_lpi(storm, lpi));
    const bool device_ends = SHARED_LOAD(lpi->device->throttled) && end_device(storm, pe, lpi);
    return lpi_ends || device_ends;
}

/* Tells the device's unit about the pLPI, if it is the one that stormed. */
static void tell_device(struct storm *storm, struct pe *pe, const struct lpi *lpi,
                        bool guest_enabled, bool is_abandoned)
{
    struct storm_unit *unit = unit_of_device(storm, lpi->device);
    sim_lock_take(pe->sim, storm->lock);
    if (unit->lpi == lpi) {
        unit->guest_enabled = unit->guest_enabled || guest_enabled;
        unit->is_abandoned = unit->is_abandoned || is_abandoned;
    }
    sim_lock_drop(pe->sim, storm->lock);
}

bool storm_forgiven(struct storm *storm, struct pe *pe, struct lpi *lpi)
{
    if (!lpi_is_disabled(lpi))
        return false;
    unit_of_lpi(storm, lpi)->guest_enabled = true;
    if (SHARED_LOAD(lpi->device->throttled))
        tell_device(storm, pe, lpi, true, false);
    return storm_answered(storm, pe, lpi);
}

bool storm_abandoned(struct storm *storm, struct pe *pe, struct lpi *lpi)
{
    if (!SHARED_LOAD(lpi->device->throttled))
        return false;
    tell_device(storm, pe, lpi, false, true);
    return end_device(storm, pe, lpi);
}

bool storm_is_stuck(const struct storm *storm, const struct lpi *lpi)
{
    const struct storm_unit *unit = unit_of_lpi(storm, lpi);
    return lpi->throttled && unit->agenda_slot == 0 && !unit->is_deferred && is_over(storm, unit);
}

/* ---- the end of a device ---- */

static void forget_state(const struct storm_policy *self, const struct lpi *lpi)
{
    char *state = storm_state(self, lpi);
    for (uint32_t n = 0; n < self->state_bytes; n++)
        state[n] = 0;
}

static void forget_lpi(struct storm *storm, const struct lpi *lpi)
{
    for (unsigned n = 0; n < storm->detector_count; n++)
        forget_state(&storm->detects[n], lpi);
    forget_state(&storm->ends, lpi);
}

/* The device's unit may stay on the agenda: whoever takes it finds no storm that is over. */
void storm_forget(struct storm *storm, struct pe *pe, struct its_device *device)
{
    for (uint32_t event = 0; event < device->info->vectors; event++)
        forget_lpi(storm, &device->lpis[event]);
    sim_lock_take(pe->sim, storm->lock);
    SHARED_STORE(device->throttled, false);
    SHARED_STORE(unit_of_device(storm, device)->is_changed, false);
    sim_lock_drop(pe->sim, storm->lock);
}
