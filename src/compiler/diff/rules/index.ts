import type { Rule } from "../engine/rule.js";
import { agentLimitAdded } from "./agent-limit-added.js";
import { agentLimitRemoved } from "./agent-limit-removed.js";
import { becameOptional } from "./became-optional.js";
import { becameReadOnly } from "./became-read-only.js";
import { becameRequired } from "./became-required.js";
import { becameWritable } from "./became-writable.js";
import { claimUnproven } from "./claim-unproven.js";
import { defaultChanged } from "./default-changed.js";
import { deprecated } from "./deprecated.js";
import { deprecationLifted } from "./deprecation-lifted.js";
import { descriptionChanged } from "./description-changed.js";
import { enumValueAdded } from "./enum-value-added.js";
import { enumValueRemoved } from "./enum-value-removed.js";
import { exampleChanged } from "./example-changed.js";
import { fileUnlisted } from "./file-unlisted.js";
import { fileUnlistedRemoved } from "./file-unlisted-removed.js";
import { guardChanged } from "./guard-changed.js";
import { guardLowered } from "./guard-lowered.js";
import { guardRaised } from "./guard-raised.js";
import { hardeningAdded } from "./hardening-added.js";
import { hardeningChanged } from "./hardening-changed.js";
import { hardeningLoosened } from "./hardening-loosened.js";
import { hardeningRemoved } from "./hardening-removed.js";
import { hardeningTightened } from "./hardening-tightened.js";
import { hostAccepted } from "./host-accepted.js";
import { hostBroadened } from "./host-broadened.js";
import { hostChanged } from "./host-changed.js";
import { hostNarrowed } from "./host-narrowed.js";
import { hostRefused } from "./host-refused.js";
import { hostUnevaluated } from "./host-unevaluated.js";
import { keptKeyAdded } from "./kept-key-added.js";
import { keptKeyRemoved } from "./kept-key-removed.js";
import { lockAdded } from "./lock-added.js";
import { lockRemoved } from "./lock-removed.js";
import { managedPlaceAdded } from "./managed-place-added.js";
import { managedPlaceRemoved } from "./managed-place-removed.js";
import { modeChanged } from "./mode-changed.js";
import { networkClosed } from "./network-closed.js";
import { networkOpened } from "./network-opened.js";
import { nullOmitted } from "./null-omitted.js";
import { nullWritten } from "./null-written.js";
import { optionAdded } from "./option-added.js";
import { optionAliased } from "./option-aliased.js";
import { optionChanged } from "./option-changed.js";
import { optionRemoved } from "./option-removed.js";
import { optionRenamed } from "./option-renamed.js";
import { optionsUndeclared } from "./options-undeclared.js";
import { protectionDeclared } from "./protection-declared.js";
import { protectionDropped } from "./protection-dropped.js";
import { refusalAdded } from "./refusal-added.js";
import { refusalRemoved } from "./refusal-removed.js";
import { reservedVariableAdded } from "./reserved-variable-added.js";
import { reservedVariableRemoved } from "./reserved-variable-removed.js";
import { sandboxPackageAdded } from "./sandbox-package-added.js";
import { sandboxPackageRemoved } from "./sandbox-package-removed.js";
import { scriptAdded } from "./script-added.js";
import { scriptChanged } from "./script-changed.js";
import { scriptRemoved } from "./script-removed.js";
import { scriptReworded } from "./script-reworded.js";
import { settablePropertyAdded } from "./settable-property-added.js";
import { settablePropertyRemoved } from "./settable-property-removed.js";
import { sourceChanged } from "./source-changed.js";
import { sourceReplaced } from "./source-replaced.js";
import { sudoBroadened } from "./sudo-broadened.js";
import { sudoNarrowed } from "./sudo-narrowed.js";
import { syncPathExcluded } from "./sync-path-excluded.js";
import { syncPathIncluded } from "./sync-path-included.js";
import { treeEdited } from "./tree-edited.js";
import { treeMended } from "./tree-mended.js";
import { typeIncompatible } from "./type-incompatible.js";
import { typeNarrowed } from "./type-narrowed.js";
import { typeWidened } from "./type-widened.js";
import { upstreamDefaultChanged } from "./upstream-default-changed.js";
import { versionsChanged } from "./versions-changed.js";
import { waiverAdded } from "./waiver-added.js";
import { waiverRemoved } from "./waiver-removed.js";
import { wiringAdded } from "./wiring-added.js";
import { wiringChanged } from "./wiring-changed.js";
import { wiringRemoved } from "./wiring-removed.js";
import { wiringRenamed } from "./wiring-renamed.js";
import { wiringReworded } from "./wiring-reworded.js";
import { wordingChanged } from "./wording-changed.js";

/** Every rule: those about options, then those about what confines the program, then those about files. */
export const rules: readonly Rule[] = [
  optionRemoved,
  optionRenamed,
  optionAliased,
  optionAdded,
  typeNarrowed,
  typeIncompatible,
  typeWidened,
  enumValueRemoved,
  enumValueAdded,
  nullOmitted,
  nullWritten,
  becameRequired,
  becameOptional,
  becameReadOnly,
  becameWritable,
  optionChanged,
  optionsUndeclared,
  defaultChanged,
  deprecated,
  deprecationLifted,
  upstreamDefaultChanged,
  descriptionChanged,
  exampleChanged,
  sudoBroadened,
  sudoNarrowed,
  hostBroadened,
  hostNarrowed,
  hostChanged,
  hostRefused,
  hostAccepted,
  hostUnevaluated,
  hardeningRemoved,
  hardeningAdded,
  hardeningLoosened,
  hardeningTightened,
  hardeningChanged,
  lockRemoved,
  lockAdded,
  settablePropertyAdded,
  settablePropertyRemoved,
  networkOpened,
  networkClosed,
  guardLowered,
  guardRaised,
  guardChanged,
  protectionDropped,
  protectionDeclared,
  syncPathIncluded,
  syncPathExcluded,
  reservedVariableAdded,
  reservedVariableRemoved,
  managedPlaceRemoved,
  managedPlaceAdded,
  keptKeyAdded,
  keptKeyRemoved,
  sandboxPackageAdded,
  sandboxPackageRemoved,
  refusalRemoved,
  refusalAdded,
  agentLimitAdded,
  agentLimitRemoved,
  scriptChanged,
  scriptAdded,
  scriptRemoved,
  scriptReworded,
  wiringChanged,
  wiringAdded,
  wiringRemoved,
  wiringRenamed,
  wiringReworded,
  versionsChanged,
  fileUnlisted,
  fileUnlistedRemoved,
  modeChanged,
  treeEdited,
  treeMended,
  claimUnproven,
  waiverAdded,
  waiverRemoved,
  sourceReplaced,
  sourceChanged,
  wordingChanged,
];
