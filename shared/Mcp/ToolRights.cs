using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Tools;
using Onbehalf.Visibility;

namespace Onbehalf.Mcp;

/// <summary>
/// Rights over the tool lists of connections. A list is open to everyone who agreed to the same tools and descriptions on a connection of their
/// own. Only the person themselves learns that they lack a tool or a connection. Agreements are stored in the rows of grants. A connection
/// is listed for the first time when its own person asks, never in another person's request.
/// </summary>
internal sealed class ToolRights(GrantRows rows, ConnectionCatalog catalog, McpTools tools) : IRights
{
    public const string Name = "tools";

    public string Source => Name;

    /// <summary>A list for its own person only: it has nothing that could be compared with others.</summary>
    public static Touched Own { get; } = new(Name, "*", [], [], CarriesData: false, NamesOnly: true);

    public static Touched Of(ConnectionName connection, IEnumerable<ITool> offered)
    {
        ImmutableArray<string> described = [.. Described(offered).Order(StringComparer.Ordinal)];
        return described.IsEmpty ? Own : Own with { Relation = connection.Value, Columns = described };
    }

    public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) =>
        OfAsync(
            viewer,
            async grant =>
                grant.Pins is null && catalog.Find(grant.Connection.Value) is { IsMcp: true } connection
                    ? Described(await tools.OfAsync(viewer, connection, cancellation))
                    : Agreed(grant),
            cancellation);

    public Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) =>
        OfAsync(viewer, static grant => Task.FromResult(Agreed(grant)), cancellation);

    private async Task<IHeldRights?> OfAsync(Authority viewer, Func<DelegatedGrant, Task<IEnumerable<string>>> agreed, CancellationToken cancellation)
    {
        var held = (await rows.OfAsync(viewer.Subject.Id, cancellation)).Where(static grant => grant.State is GrantState.Connected);
        var each = await Task.WhenAll(held.Select(async grant => (grant.Connection, Agreed: await agreed(grant))));
        return new Held(
            each.ToFrozenDictionary(static one => one.Connection.Value, static one => one.Agreed.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal));
    }

    private static IEnumerable<string> Agreed(DelegatedGrant grant) =>
        grant.Pins is { } pins ? ToolPins.Read(pins).Select(static pin => Described(pin.Key, pin.Value)) : [];

    private static IEnumerable<string> Described(IEnumerable<ITool> offered) =>
        offered.OfType<McpTool>().Select(static tool => Described(tool.Name.Value, tool.Hash));

    private static string Described(string tool, string? hash) => $"{tool}@{hash}";

    private sealed class Held(FrozenDictionary<string, FrozenSet<string>> agreed) : IHeldRights
    {
        public bool Cover(Touched touched, bool isAsker) => !touched.Undecided
            && (isAsker || (!touched.Columns.IsEmpty && agreed.TryGetValue(touched.Relation, out var mine) && touched.Columns.All(mine.Contains)));
    }
}
