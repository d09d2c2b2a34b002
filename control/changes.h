#pragma once

#include <variant>

#include "control/alert_trial.h"
#include "control/digest.h"
#include "control/disclosures.h"
#include "control/labelling.h"
#include "control/limits.h"
#include "control/notes.h"
#include "control/office.h"
#include "control/purging.h"
#include "control/rights.h"
#include "control/source_switch.h"

namespace nhs::control {

/// What people change in a database, as plain values: carried out where they are made, or sent to the daemon
/// over its control socket (docs/control-socket.md) and carried out there. To add one:
///
/// 1. a struct in one of the headers above, or in one of its own, with `op`, `Answer`, `write`, `read` and
///    `perform` as the others have them, and with it a line in `Change`;
/// 2. its answer in answers.h, where none of those serves;
/// 3. in the store a call that takes a store::Act and writes its audit (store/audit.h).
///
/// A command then makes it by `cli::Changes::make`, and needs to know nothing of sockets.
using Change = std::variant<TestAlert, SendDigest, NoteDisclosure, OpenPost, LabelPost, UndoLabel, DrawSample,
                            ServePosts, JudgePosts, SwitchSource, FollowUpPledge, UndoFollowUp, RevealAccount,
                            Forget, FinishErasing, Object, PurgeNext, AcknowledgeConcerns,
                            UndoAcknowledgement, NoteConsent, WithdrawConsent>;

}  // namespace nhs::control
