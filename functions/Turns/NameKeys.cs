using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Acts;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Sources;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Functions.Turns;

/// <summary>
/// <c>POST /api/blocks/{id}/names</c>: returns the names of the rows that a foreign key column of a table refers to. They are queried with the
/// viewer's rights and only displayed: no model and no other person gets them. Keys without a name that the viewer may read are left out.
/// </summary>
public sealed class NameKeys(SeenBlocks blocks, SourceCatalog sources, InvokeTool invoke)
{
    private const int MostKeys = 200;
    private const int LongestName = 200;
    private const string Query = "query_data";

    [Function(nameof(NameKeys))]
    [Person(Freshness.Read)]
    [Description("The names that the keys in a column of a table stand for, as far as the caller may read them.")]
    [Takes(typeof(KeysToName))]
    [Answers(200, typeof(KeyNamesBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/blocks/{id}/names")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<KeysToName>(request)).Is(out var wanted, out var problem))
            return problem;
        if (wanted.Keys.Count is 0 or > MostKeys)
            return Problem.BadRequest("keys", $"Ask for 1 to {MostKeys} keys at once.");
        var viewer = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        if (await blocks.FindAsync(viewer, id, cancellation) is not { } block)
            return Problem.NotFound();
        var (arguments, why) = await AskAsync(viewer, block, wanted, cancellation);
        if (arguments is not { } asked)
            return why is null ? HttpAnswer.Json(KeyNamesBody.None) : Problem.Forbidden("block-refused", why);
        var call = new ToolRequest(viewer.Subject, $"{id}-n{Guid.NewGuid():N}", Query, asked, Act.Human, BlockId.Parse(id).Reply.Thread.Value, null, []);
        var outcome = await invoke.RunAsync(call, new NotKept(), cancellation);
        return Answer(outcome.Result);
    }

    internal static IResult Answer(ToolResult result) => result switch
    {
        { Status: ToolStatus.Succeeded, Table: { } table } => HttpAnswer.Json(KeyNamesBody.Of(table, LongestName)),
        // A name that the viewer may not read is the same as no name.
        { RefusalCode: RefusalCodes.NotFound or RefusalCodes.Identity or RefusalCodes.Shape } => HttpAnswer.Json(KeyNamesBody.None),
        var failed => Problem.Forbidden("block-refused", failed.ForPerson),
    };

    /// <summary>
    /// Returns the query of the names, or why the source cannot describe its data now. Both are null if the column refers to nothing that the
    /// viewer may read.
    /// </summary>
    private async Task<(JsonElement? Query, string? Why)> AskAsync(Authority viewer, Block block, KeysToName wanted, CancellationToken cancellation)
    {
        if (block is not { Request.Tool: Query, Result: { } result }
            || result.Columns.ElementAtOrDefault(wanted.Column) is not { Refers: { } key } column
            || (wanted.Name is not null && wanted.Name != column.Name)
            || sources.Find(result.Source) is not { } source)
            return (null, null);
        return await source.DescribeAsync(viewer, cancellation) switch
        {
            CatalogOutcome.Visible(var catalog) when KeyNames.Query(catalog, key, wanted.Keys) is { } sql =>
                (JsonSerializer.SerializeToElement(new { source = source.Name, sql, show = "nothing" }), null),
            CatalogOutcome.Unavailable(var code, var reason) when code is not RefusalCodes.Identity => (null, reason),
            _ => (null, null),
        };
    }
}

/// <param name="Column">The place of the column, from 0.</param>
/// <param name="Keys">Values of the column.</param>
/// <param name="Name">The column's name. A table that was opened now can have other columns than the answer.</param>
internal sealed record KeysToName(int Column, IReadOnlyList<string> Keys, string? Name = null);

internal sealed record KeyNamesBody(IReadOnlyDictionary<string, string> Names)
{
    public static KeyNamesBody None { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>Takes the pairs of key and name. A key of several rows has no name: a SQLite file can declare a key that is not unique.</summary>
    public static KeyNamesBody Of(ResultTable table, int longest)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var (seen, unclear) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var row in table.Rows)
        {
            if (Convert.ToString(row[0], CultureInfo.InvariantCulture) is not { Length: > 0 } key)
                continue;
            if (!seen.Add(key))
                unclear.Add(key);
            else if (row[1]?.ToString() is { Length: > 0 } name)
                names[key] = name.Length > longest ? $"{name[..(char.IsHighSurrogate(name[longest - 1]) ? longest - 1 : longest)]}…" : name;
        }

        return new(names.Where(pair => !unclear.Contains(pair.Key)).ToDictionary());
    }
}
