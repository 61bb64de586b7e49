using Onbehalf.Functions.Automations;
using Onbehalf.Functions.Connections;
using Onbehalf.Functions.Memory;
using Onbehalf.Functions.Settings;
using Onbehalf.Functions.Threads;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Privacy;

/// <summary>One line of a person's own data. <c>Kind</c> names the one member that is there: person, thread, message, memory, automation, connection, skipped, end or incomplete.</summary>
internal sealed record OwnDataLine(string Kind)
{
    public OwnDataPerson? Person { get; init; }

    public ThreadBody? Thread { get; init; }

    /// <summary>Typed by the person, or the agent's answer to them, if it is open to them now.</summary>
    public MessageBody? Message { get; init; }

    public MemoryBody? Memory { get; init; }

    public AutomationBody? Automation { get; init; }

    /// <summary>Scopes and times; never a token.</summary>
    public ConnectionBody? Connection { get; init; }

    /// <summary>What is not in the file, and why.</summary>
    public OwnDataSkipped? Skipped { get; init; }

    /// <summary>In the last line: the number of lines before it. A file without such a line was cut off.</summary>
    public long? Lines { get; init; }

    /// <summary>In a last line <c>incomplete</c>: how many lines are <c>skipped</c>.</summary>
    public long? SkippedLines { get; init; }
}

internal sealed record OwnDataPerson(SubjectId Subject, string Issuer, string Name, IReadOnlyList<string> Groups, SettingsBody Settings);

/// <param name="Thread">The conversation that the person is listed for.</param>
/// <param name="Reason">A sentence.</param>
internal sealed record OwnDataSkipped(ThreadId Thread, string Reason);
