using Onbehalf.Functions.Automations;
using Onbehalf.Functions.Connections;
using Onbehalf.Functions.Memory;
using Onbehalf.Functions.Settings;
using Onbehalf.Functions.Threads;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Privacy;

/// <summary>
/// One line of the export. <c>Kind</c> names the one member that is set: person, thread, message, memory, automation, connection, skipped, end or
/// incomplete.
/// </summary>
internal sealed record OwnDataLine(string Kind)
{
    public OwnDataPerson? Person { get; init; }

    public ThreadBody? Thread { get; init; }

    /// <summary>A message that the person typed, or the agent's answer to them, if they may currently read it.</summary>
    public MessageBody? Message { get; init; }

    public MemoryBody? Memory { get; init; }

    public AutomationBody? Automation { get; init; }

    /// <summary>Scopes and times, without tokens.</summary>
    public ConnectionBody? Connection { get; init; }

    /// <summary>The omitted data, and the reason.</summary>
    public OwnDataSkipped? Skipped { get; init; }

    /// <summary>Set in the last line: the number of preceding lines. A file without it was truncated.</summary>
    public long? Lines { get; init; }

    /// <summary>Set in a last line of kind <c>incomplete</c>: the number of <c>skipped</c> lines.</summary>
    public long? SkippedLines { get; init; }
}

internal sealed record OwnDataPerson(SubjectId Subject, string Issuer, string Name, IReadOnlyList<string> Groups, SettingsBody Settings);

/// <param name="Thread">The omitted thread, from the person's list.</param>
/// <param name="Reason">A sentence for the person.</param>
internal sealed record OwnDataSkipped(ThreadId Thread, string Reason);
