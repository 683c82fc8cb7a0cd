/** The words that the command line takes; apart from the code behind them, which `--help` need not load. */

/** Severities, the least first. */
export const severities = ["info", "warning", "breaking", "security"] as const;
/** What can fail a comparison: findings of a severity and above, or none. */
export const failOnNames = [...severities, "never"] as const;
export const formatNames = ["text", "markdown", "json", "github", "gitea", "junit"] as const;
