/* SPDX-License-Identifier: Apache-2.0 */
/* See refusal.h. Statistic vits.cmd.error counts all refusals. */
#include "vits/refusal.h"
#include "kit/log.h"
#include "vits/vits.h"

void vits_log_refusal(struct vits *its, const struct its_cmd *cmd, enum its_err err)
{
    if (its->refusals >= VITS_REFUSALS_LOGGED)
        return;
    its->refusals++;
    const char *command = its_opcode_word((unsigned)its_cmd_get(cmd, ITS_F_OPCODE));
    const char *error = its_err_name(err);
    hv_log(SIM_LOG_WARNING, "%s vits: %s refused: %s (DeviceID 0x%x, EventID 0x%x, ICID 0x%x)%s",
           its->dom->info->name, command ? command : "unknown command", error ? error : "?",
           (unsigned)its_cmd_get(cmd, ITS_F_DEVICE_ID), (unsigned)its_cmd_get(cmd, ITS_F_EVENT_ID),
           (unsigned)its_cmd_get(cmd, ITS_F_ICID),
           its->refusals == VITS_REFUSALS_LOGGED ? "; further ones are counted only" : "");
}

void vits_log_command(struct vits *its, const struct its_cmd *cmd)
{
    const char *command = its_opcode_word((unsigned)its_cmd_get(cmd, ITS_F_OPCODE));
    hv_log(SIM_LOG_DEBUG, "%s vits: %s (DeviceID 0x%x, EventID 0x%x, ICID 0x%x): %u host commands",
           its->dom->info->name, command ? command : "unknown command",
           (unsigned)its_cmd_get(cmd, ITS_F_DEVICE_ID), (unsigned)its_cmd_get(cmd, ITS_F_EVENT_ID),
           (unsigned)its_cmd_get(cmd, ITS_F_ICID), (unsigned)its->posted);
}
