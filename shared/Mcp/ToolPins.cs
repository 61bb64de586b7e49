using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Mcp;

/// <summary>
/// What a person agreed to when they connected a server: its tools as they were described then. A description that changed later, or a tool
/// that appeared later, is held back until the person has looked: it is text that steers the agent.
/// </summary>
internal sealed class ToolPins(GrantRows rows)
{
    /// <summary>The row changes with every use of the grant, too.</summary>
    private const int MaxAttempts = 5;

    /// <summary>The names of the offered tools the agent may use. The first listing of a fresh grant is what its person agreed to.</summary>
    public async Task<FrozenSet<string>> AgreedAsync(Authority authority, Connection connection, string grant, ImmutableArray<OfferedTool> offered, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await rows.FindAsync(authority.Subject.Id, connection.Id, cancellation) is not { State: GrantState.Connected } row || row.Grant != grant)
                return [];
            if (row.Pins is { } pins)
                return Agreed(pins, offered);
            if (await rows.ReplaceAsync(row with { Pins = Pin(offered) }, cancellation) is not null)
                return offered.Select(static tool => tool.Name).ToFrozenSet(StringComparer.Ordinal);
        }

        return [];
    }

    /// <summary>Whether a tool of this name was described to the person when they agreed, even if their grant has ended since.</summary>
    public async Task<bool> HoldAsync(SubjectId person, Connection connection, string name, CancellationToken cancellation) =>
        await rows.FindAsync(person, connection.Id, cancellation) is { Pins: { } pins } && Read(pins).ContainsKey(name);

    /// <summary>The person has looked at exactly these. False when their grant changed meanwhile.</summary>
    public async Task<bool> AgreeAsync(Authority authority, Connection connection, string grant, ImmutableArray<OfferedTool> seen, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await rows.FindAsync(authority.Subject.Id, connection.Id, cancellation) is not { State: GrantState.Connected } row || row.Grant != grant)
                return false;
            if (await rows.ReplaceAsync(row with { Pins = Pin(seen) }, cancellation) is not null)
                return true;
        }

        return false;
    }

    private static string Pin(ImmutableArray<OfferedTool> tools) => JsonSerializer.Serialize(tools.ToDictionary(static tool => tool.Name, static tool => tool.Hash));

    public static Dictionary<string, string> Read(string pins) => JsonSerializer.Deserialize<Dictionary<string, string>>(pins) ?? [];

    private static FrozenSet<string> Agreed(string pins, ImmutableArray<OfferedTool> offered)
    {
        var agreed = Read(pins);
        return offered.Where(tool => agreed.GetValueOrDefault(tool.Name) == tool.Hash).Select(static tool => tool.Name).ToFrozenSet(StringComparer.Ordinal);
    }
}
