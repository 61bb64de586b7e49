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
        if (await AskAsync(viewer, block, wanted, cancellation) is not { } arguments)
            return HttpAnswer.Json(KeyNamesBody.None);
        var call = new ToolRequest(viewer.Subject, $"{id}-n{Guid.NewGuid():N}", Query, arguments, Act.Human, BlockId.Parse(id).Reply.Thread.Value, null, []);
        var outcome = await invoke.RunAsync(call, new NotKept(), cancellation);
        return HttpAnswer.Json(outcome.Result is { Status: ToolStatus.Succeeded, Table: { } table } ? KeyNamesBody.Of(table, LongestName) : KeyNamesBody.None);
    }

    /// <summary>Returns the query of the names. Null if the column refers to nothing that the viewer may read now.</summary>
    private async Task<JsonElement?> AskAsync(Authority viewer, Block block, KeysToName wanted, CancellationToken cancellation) =>
        block is { Request.Tool: Query, Result: { } result }
        && result.Columns.ElementAtOrDefault(wanted.Column) is { Refers: { } key } column
        && (wanted.Name is null || wanted.Name == column.Name)
        && sources.Find(result.Source) is { } source
        && await source.DescribeAsync(viewer, cancellation) is CatalogOutcome.Visible(var catalog)
        && KeyNames.Query(catalog, key, wanted.Keys) is { } sql
            ? JsonSerializer.SerializeToElement(new { source = source.Name, sql, show = "nothing" })
            : null;
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
        var unclear = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            if (Convert.ToString(row[0], CultureInfo.InvariantCulture) is not { Length: > 0 } key || row[1]?.ToString() is not { Length: > 0 } name)
                continue;
            if (!names.TryAdd(key, name.Length > longest ? $"{name[..longest]}…" : name))
                unclear.Add(key);
        }

        return new(names.Where(pair => !unclear.Contains(pair.Key)).ToDictionary());
    }
}
