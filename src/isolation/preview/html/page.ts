import { createHash } from "node:crypto";
import { marker } from "../../../compiler/emit/artefact.js";
import { packageVersion } from "../../../root.js";
import { dropInPath } from "../../render/render.js";
import type { AgentPreview, Naming, Preview, UserPreview } from "../preview.js";
import type { SeenNode } from "../sees.js";
import {
  copyWords,
  exposureWords,
  networkWords,
  ratingWords,
  runnerWords,
  settingsWords,
  summary,
  unseenWords,
} from "../words.js";
import { storyOf } from "./crossings.js";
import { renderMarkup } from "./escape.js";
import type { Figure } from "./figure.js";
import { narrowFigure } from "./narrow.js";
import { wideFigure } from "./wide.js";

/** A host as one HTML page that needs nothing else: style, script and drawing are in it, and it may load nothing. */
export function renderPage({ host, warnings, agents, disabled }: Preview): string {
  const style = renderMarkup("style.css", {});
  const script = renderMarkup("script.js", {});
  const isOne = agents.length === 1;
  const content = [
    ...agents.map((agent) => agentMarkup(agent, isOne ? "" : `${agent.naming.account}-`)),
    ...disabled.map((option) => renderMarkup("disabled.html", { option, others: agents.length > 0 })),
  ];
  return renderMarkup(
    "page.html",
    {
      host,
      agents: agents.length > 1 ? "agents" : "agent",
      title: agents.length === 0 ? "nothing" : agents.map(({ naming }) => naming.title).join(" and "),
      warnings,
      marker: `${marker} ${packageVersion()}`,
      policy: `default-src 'none'; style-src '${sha256(style)}'; script-src '${sha256(script)}'; base-uri 'none'; form-action 'none'`,
    },
    { style, script, content: content.join("") },
  );
}

const sha256 = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** @param prefix of the names of what is on the page once for each agent */
function agentMarkup(agent: AgentPreview, prefix: string): string {
  const [user] = agent.users;
  const { naming, exposure } = agent;
  return renderMarkup(
    "agent.html",
    {
      prefix,
      label: prefix === "" ? false : naming.title,
      summary: summary(naming, agent),
      network: networkWords(agent.network),
      rating: ratingWords(agent),
      score:
        exposure.kind === "measured"
          ? { text: exposure.score.toFixed(1), x: exposure.score * 20, level: exposure.level }
          : false,
      open:
        exposure.kind === "measured"
          ? exposure.open.map((item) => ({ ...item, weight: item.weight.toFixed(1) }))
          : [],
      nobody: user === undefined,
      sudo: agent.sudo,
      sudoers: agent.sudoers.join("\n"),
      runnerNote: agent.hasRunner ? false : runnerWords,
      unseenNote: unseenWords,
      settingsNote: settingsWords(naming, agent),
      settings: agent.settings.map(({ path, layer, value, replaces }) => ({
        path,
        layer,
        by: layer === "agent" ? naming.title : layer,
        value: value ?? `kept by ${naming.title}`,
        replaces: replaces ?? false,
      })),
      environment: agent.environment.filter(({ names }) => names.length > 0),
      policy: agent.policy.map(({ property, dropIn, flags, reasons, breaks, options }) => ({
        property,
        value: (dropIn.length > 0 ? dropIn : flags).filter((entry) => entry !== "").join(" "),
        reasons,
        breaks,
        options,
      })),
      dropIn: agent.dropIn,
      dropInPath: dropInPath(naming),
    },
    {
      users: agent.users.map((one) => userMarkup(naming, one)),
      trees: agent.users.map((one) =>
        renderMarkup("sees.html", { user: one.user }, { tree: treeMarkup(one.sees) }),
      ),
      drawing: user === undefined ? "" : drawingMarkup(agent, user, prefix),
    },
  );
}

function userMarkup(
  naming: Naming,
  { user, command, roots, exposure, configuration, auth, state }: UserPreview,
): string {
  return renderMarkup("user.html", {
    user,
    command: command ?? false,
    roots,
    exposure: exposureWords(exposure),
    configuration,
    auth: copyWords(naming, auth),
    state,
  });
}

function treeMarkup({ name, sight, note, children }: SeenNode): string {
  return renderMarkup("tree.html", { name, sight, note }, { children: children.map(treeMarkup) });
}

function drawingMarkup(agent: AgentPreview, user: UserPreview, prefix: string): string {
  const { naming } = agent;
  const story = storyOf(naming, agent, user);
  const said = [
    `${user.user} reaches ${naming.title} through sudo and a runner; ${naming.title} runs as ${agent.user} in a sandbox.`,
    ...story.crossings.map(({ from, to, tag }) => `${from}: ${to}, ${tag}.`),
  ].join(" ");
  const draw = (size: string, figure: Figure): string =>
    renderMarkup("drawing.svg", { prefix, size, said, ...figure });
  return draw("wide", wideFigure(story)) + draw("narrow", narrowFigure(story));
}
