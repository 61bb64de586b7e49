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
/// The tool descriptions that a person agreed to when they connected a server. A changed description or a new tool is withheld until the person
/// has reviewed it, because its text steers the agent.
/// </summary>
internal sealed class ToolPins(GrantRows rows)
{
    /// <summary>Every use of the grant changes the row as well.</summary>
    private const int MaxAttempts = 5;

    /// <summary>Returns the names of the offered tools that the agent may use. The person agrees to the first listing of a new grant by connecting.</summary>
    public async Task<FrozenSet<string>> AgreedAsync(
        Authority authority, Connection connection, string grant, ImmutableArray<OfferedTool> offered, CancellationToken cancellation)
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

    /// <summary>Returns whether the person agreed to a tool of this name, even if their grant has ended since.</summary>
    public async Task<bool> HoldAsync(SubjectId person, Connection connection, string name, CancellationToken cancellation) =>
        await rows.FindAsync(person, connection.Id, cancellation) is { Pins: { } pins } && Read(pins).ContainsKey(name);

    /// <summary>Stores the person's agreement to these tools. False if their grant changed meanwhile.</summary>
    public async Task<bool> AgreeAsync(
        Authority authority, Connection connection, string grant, ImmutableArray<OfferedTool> seen, CancellationToken cancellation)
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

    private static string Pin(ImmutableArray<OfferedTool> tools) =>
        JsonSerializer.Serialize(tools.ToDictionary(static tool => tool.Name, static tool => tool.Hash));

    public static Dictionary<string, string> Read(string pins) => JsonSerializer.Deserialize<Dictionary<string, string>>(pins) ?? [];

    private static FrozenSet<string> Agreed(string pins, ImmutableArray<OfferedTool> offered)
    {
        var agreed = Read(pins);
        return offered.Where(tool => agreed.GetValueOrDefault(tool.Name) == tool.Hash).Select(static tool => tool.Name).ToFrozenSet(StringComparer.Ordinal);
    }
}
