/* What the log says about a guest's commands in error: the first few of each virtual ITS. */
#pragma once
#include "arch/its_cmd.h"

struct vits;

enum { VITS_REFUSALS_LOGGED = 8 };

void vits_log_refusal(struct vits *its, const struct its_cmd *cmd, enum its_err err);
