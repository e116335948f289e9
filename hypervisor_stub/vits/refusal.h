/* SPDX-License-Identifier: Apache-2.0 */
/* What the log says about a guest's commands: the first few in error of each virtual ITS; or all.
 */
#pragma once
#include "arch/its_cmd.h"

struct vits;

enum { VITS_REFUSALS_LOGGED = 8 };

/* A command that is complete, with what it has led to: every one, at level debug (vits.log). */
void vits_log_command(struct vits *its, const struct its_cmd *cmd);

void vits_log_refusal(struct vits *its, const struct its_cmd *cmd, enum its_err err);
