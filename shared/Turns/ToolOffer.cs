using System.Collections.Immutable;
using Onbehalf.Automations.Runs;
using Onbehalf.Delegation.Connections;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Mcp;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>
/// Selects the tools that a model call offers. A model can list its tools without a call, so the list is a side channel. A turn in a shared thread
/// therefore starts with all of the deployment's own tools, for every speaker. It starts without tools of connections. A recorded step
/// (<see cref="OpenConnection"/>) or a message that names a connection adds its tools. A list that depends on the speaker is evidence of the reply.
/// </summary>
public sealed class ToolOffer
{
    private readonly ToolCatalog _catalog;
    private readonly ConnectionCatalog _connections;
    private readonly McpTools _theirs;

    internal ToolOffer(ToolCatalog catalog, ConnectionCatalog connections, McpTools theirs) =>
        (_catalog, _connections, _theirs) = (catalog, connections, theirs);

    /// <param name="run">The agreement of the author of an unattended turn. Only agreed tools that the author has are offered.</param>
    internal async Task<OfferedTools> OfAsync(
        Authority authority, Conversation conversation, RunVerdict.Good? run, IReadOnlyList<ModelExchange> earlier, CancellationToken cancellation)
    {
        ITool[] own = [.. _catalog.All.Where(run is null ? static tool => tool is not IRunTool : run.Agrees)];
        if (run is not null)
        {
            ITool[] agreed = [.. (await _catalog.AvailableToAsync(authority, cancellation)).Where(run.Agrees)];
            return Of(own, [.. agreed.Where(static tool => tool is not IConnectionTool)], [.. agreed.OfType<IConnectionTool>()]);
        }

        var theirs = await Task.WhenAll(Opened(conversation, earlier).Select(connection => _theirs.OfAsync(authority, connection, cancellation)));
        var usable = conversation.IsShared ? own : await ToolCatalog.AvailableAsync(authority, own, cancellation);
        return Of(own, usable, [.. theirs.SelectMany(static tools => tools).OfType<IConnectionTool>()]);
    }

    private IEnumerable<Connection> Opened(Conversation conversation, IReadOnlyList<ModelExchange> earlier)
    {
        var steps = earlier.SelectMany(static exchange => exchange.Calls).Where(static call => call.Tool == OpenConnection.Called)
            .Select(call => OpenConnection.Named(_connections, new RequestedCall("", call.Tool, call.Arguments).Parse())?.Id).ToHashSet();
        var said = WordsOf(conversation.Asked).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return _connections.All.Where(connection =>
            connection.IsMcp && (steps.Contains(connection.Id) || Names(said, connection.Name) || Names(said, connection.Id.Value)));
    }

    private static OfferedTools Of(ITool[] own, ITool[] usable, IConnectionTool[] theirs)
    {
        IEnumerable<Touched> lists = theirs.GroupBy(static tool => tool.Connection).Select(static tools => ToolRights.Of(tools.Key, tools));
        return new([.. usable, .. theirs], Touched.Union(usable.Length < own.Length ? lists.Prepend(ToolRights.Own) : lists));
    }

    private static bool Names(HashSet<string> said, string name) => WordsOf(name).ToArray() is { Length: > 0 } words && words.All(said.Contains);

    /// <summary>Splits a text into words and removes a plural "s".</summary>
    private static IEnumerable<string> WordsOf(string text) =>
        text.Split([.. text.Where(static c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .Select(static word => word.Length > 3 ? word.TrimEnd('s', 'S') : word);
}

/// <summary>The tools of a model call. <paramref name="Evidence"/> is empty for a list that is the same for every speaker.</summary>
internal sealed record OfferedTools(ImmutableArray<ITool> Tools, ImmutableArray<Touched> Evidence);
