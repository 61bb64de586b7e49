using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Tools;
using Onbehalf.Visibility;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// The only check of whether a run may take its next step. The author is confirmed and has every group that the run began with. The automation
/// belongs to the author, is neither paused nor ended, and has the agreed content, and the author covers its evidence. The author is the only member
/// of the home thread. The required connections exist. No result is cached from one step to the next.
/// </summary>
public sealed class RunGate(RunStore runs, AutomationStore automations, ThreadStore threads, RunConnections connections, AnswerVisibility visibility)
{
    public async Task<RunVerdict> JudgeAsync(Authority authority, RunId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var found = runs.FindAsync(id, cancellation);
        var automation = await automations.FindAsync(id.Automation, cancellation);
        if (await found is not { IsLive: true } run || automation is null)
            return new RunVerdict.Over("unknown-run");
        if (!IsSame(run.Author, automation.Author) || !IsSame(run.Author, authority.Subject))
            return new RunVerdict.Over("other-identity");
        if (automation.State is AutomationState.Ended or AutomationState.Paused or AutomationState.Waiting || automation.Agreed is null)
            return new RunVerdict.Over($"automation-{automation.State.ToString().ToLowerInvariant()}");
        if (ContentHash.Of(automation.Agreed) != run.ContentHash || automation.Home != run.Home)
            return new RunVerdict.Over("content-changed");
        if (await NarrowAsync(authority, run, automation.Agreed, cancellation) is not { } narrowed)
            return new RunVerdict.Over("part-over");
        if (narrowed.Lost is { } lost)
            return lost;
        if (!await IsOpenAsync(authority, automation.Agreed, cancellation))
            return new RunVerdict.Lost(RunReasons.TextLocked);
        return (await threads.MembersAsync(run.Home, cancellation)) switch
        {
            [var only] when only.Subject == run.Author.Id => await ConnectedAsync(authority, run, automation, narrowed.Content, cancellation),
            var members when members.Any(member => member.Subject == run.Author.Id) => new RunVerdict.Over("home-not-private"),
            _ => new RunVerdict.Lost("not-a-member"),
        };
    }

    /// <summary>Returns the reason why an automation stays parked although its author is confirmed; null when it may continue.</summary>
    public async Task<string?> StillParkedAsync(Authority author, Automation automation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(automation);
        if (RunReasons.ConnectionOf(automation.Parked) is { } connection && !await connections.IsThereAsync(author, connection, cancellation))
            return automation.Parked;
        if (RunReasons.ConnectionOf(automation.Parked) is null && !RunReasons.ComesBackWithAuthor(automation.Parked))
            return automation.Parked;
        if (automation.Agreed is not { } agreed)
            return null;
        return await IsOpenAsync(author, agreed, cancellation) ? await connections.MissingAsync(author, agreed, cancellation) : RunReasons.TextLocked;
    }

    /// <summary>Whether the author now covers what the agent had read when it wrote the content.</summary>
    private async Task<bool> IsOpenAsync(Authority author, AutomationContent content, CancellationToken cancellation) =>
        content.Evidence.IsEmpty || await visibility.IsOpenAsync(author, content.Evidence, cancellation);

    /// <summary>
    /// Intersects the content with the limits of every run above a part. A part may continue only while all of them are live. Null when one has
    /// ended, or when no tool remains.
    /// </summary>
    private async Task<Narrowed?> NarrowAsync(Authority author, RunState run, AutomationContent agreed, CancellationToken cancellation)
    {
        var content = agreed;
        var above = await Task.WhenAll(run.Chain.Select(id => runs.FindAsync(id, cancellation)));
        foreach (var part in above.Append(run))
        {
            if (part is not { IsLive: true } || !IsSame(part.Author, run.Author) || part.ContentHash != run.ContentHash)
                return null;
            if (part.Rights.Except(RightsOf(part.Id, author)).Any())
                return new(content, new RunVerdict.Lost(RunReasons.RightsLost));
            if (part.Chain.IsEmpty)
                continue;
            if (part.Part?.Of(content) is not { } left)
                return null;
            content = left;
        }

        return new(content, null);
    }

    /// <summary>Checks the connections of the whole automation, so a missing one parks a run together with its parts.</summary>
    private async Task<RunVerdict> ConnectedAsync(
        Authority author, RunState run, Automation automation, AutomationContent content, CancellationToken cancellation)
    {
        if (await connections.MissingAsync(author, automation.Agreed!, cancellation) is { } missing)
            return new RunVerdict.Lost(missing);
        var parked = automation.State is AutomationState.Parked ? await StillParkedAsync(author, automation, cancellation) : null;
        return new RunVerdict.Good(run, automation, content) { StillParked = parked };
    }

    /// <summary>The groups of the author as digests. The run id salts them, so they reveal nothing outside the run.</summary>
    internal static ImmutableArray<string> RightsOf(RunId run, Authority authority) =>
        [.. authority.Groups.Select(group => Sha256.Hex($"{run}\n{group}")[..16])];

    private sealed record Narrowed(AutomationContent Content, RunVerdict.Lost? Lost);

    /// <summary>Compares everything except the name, which can change.</summary>
    private static bool IsSame(Subject one, Subject other) =>
        (one.Id, one.ProviderId, one.Issuer, one.Tenant, one.Key) == (other.Id, other.ProviderId, other.Issuer, other.Tenant, other.Key);
}

/// <summary>Checks whether a waiting run may continue: confirms its author and calls <see cref="RunGate"/>.</summary>
public sealed class RunPulse(Authorities authorities, RunGate gate)
{
    public async Task<bool> BeatsAsync(Subject author, RunId run, CancellationToken cancellation) =>
        await authorities.FindAsync(author, Freshness.Now, cancellation) is { } authority
        && await gate.JudgeAsync(authority, run, cancellation) is RunVerdict.Good { Automation.State: not AutomationState.Parked };
}

/// <summary>Evidence about a person's runs is visible to that person only.</summary>
internal sealed class RunRights : IRights
{
    public const string Name = "runs";

    private static readonly IHeldRights Own = new OwnRuns();

    public string Source => Name;

    internal static Touched Told { get; } = new(Name, "*", [], [], CarriesData: false);

    public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) => Task.FromResult<IHeldRights?>(Own);

    public Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => OfAsync(viewer, cancellation);

    private sealed class OwnRuns : IHeldRights
    {
        public bool Cover(Touched touched, bool isAsker) => isAsker && !touched.Undecided;
    }
}

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
