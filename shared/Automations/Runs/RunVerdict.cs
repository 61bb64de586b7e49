using Onbehalf.Tools;

namespace Onbehalf.Automations.Runs;

/// <summary>Whether a run may take its next step, asked afresh before each.</summary>
public abstract record RunVerdict
{
    private RunVerdict()
    {
    }

    /// <param name="Content">What its author agreed to, now as when it woke; of a part, only what every run above it left to it.</param>
    public sealed record Good(RunState Run, Automation Automation, AutomationContent Content) : RunVerdict, IJudgedRun
    {
        /// <summary>Parked for want of something that does not come back with its author alone.</summary>
        public string? StillParked { get; init; }

        /// <summary>An empty list of tools means those that read and that people have too.</summary>
        public bool Agrees(ITool tool)
        {
            ArgumentNullException.ThrowIfNull(tool);
            return Content.Tools.IsEmpty ? tool.Effect is ToolEffect.Read && tool is not (IRunTool or IAttendedTool) : Content.Tools.Contains(tool.Name.Value);
        }
    }

    /// <summary>Its author's authority is gone or in doubt: it sleeps until that is back.</summary>
    public sealed record Lost(string Code) : RunVerdict;

    /// <summary>It never goes on: somebody else's now, another content, stopped by its author, or not known.</summary>
    public sealed record Over(string Code) : RunVerdict;
}
