using Onbehalf.Tools;

namespace Onbehalf.Automations.Runs;

/// <summary>Whether a run may take its next step. It is computed again before each step.</summary>
public abstract record RunVerdict
{
    private RunVerdict()
    {
    }

    /// <param name="Content">The agreed content. For a part, only the subset that every run above it left.</param>
    public sealed record Good(RunState Run, Automation Automation, AutomationContent Content) : RunVerdict, IJudgedRun
    {
        /// <summary>The reason why it stays parked although its author is confirmed; null otherwise.</summary>
        public string? StillParked { get; init; }

        /// <summary>
        /// Whether the content allows the tool. An empty list of tools allows tools that only read, without those reserved for runs or for attended
        /// turns.
        /// </summary>
        public bool Agrees(ITool tool)
        {
            ArgumentNullException.ThrowIfNull(tool);
            return Content.Tools.IsEmpty ? tool.Effect is ToolEffect.Read && tool is not (IRunTool or IAttendedTool) : Content.Tools.Contains(tool.Name.Value);
        }
    }

    /// <summary>The author's authority is revoked or unconfirmed. The run is parked until it is confirmed again.</summary>
    public sealed record Lost(string Code) : RunVerdict;

    /// <summary>The run never continues: another owner, other content, stopped by its author, or unknown.</summary>
    public sealed record Over(string Code) : RunVerdict;
}
