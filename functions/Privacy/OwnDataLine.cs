using Onbehalf.Functions.Automations;
using Onbehalf.Functions.Connections;
using Onbehalf.Functions.Memory;
using Onbehalf.Functions.Settings;
using Onbehalf.Functions.Threads;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Privacy;

/// <summary>One line of a person's own data. <c>Kind</c> names the one member that is there: person, thread, message, memory, automation, connection or end.</summary>
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

    /// <summary>In the last line: the number of lines before it. A file without it was cut off.</summary>
    public long? Lines { get; init; }
}

internal sealed record OwnDataPerson(SubjectId Subject, string Issuer, string Name, IReadOnlyList<string> Groups, SettingsBody Settings);
