/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of the log about a guest's commands: the first few errors of each virtual ITS, or all
 * commands. */
#pragma once
#include "arch/its_cmd.h"

struct vits;

enum { VITS_REFUSALS_LOGGED = 8 };

/* A command that is complete, with the number of host commands that it caused: every command, at
 * level debug (vits.log). */
void vits_log_command(struct vits *its, const struct its_cmd *cmd);

void vits_log_refusal(struct vits *its, const struct its_cmd *cmd, enum its_err err);
