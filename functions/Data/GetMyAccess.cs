using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Sources;
using Onbehalf.Tools;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Data;

/// <summary>Returns the data that the agent can read for the caller, queried live from every source.</summary>
public sealed class GetMyAccess(SourceCatalog sources, WikiSpaces wiki, ToolCatalog tools, ConfirmationWindow window)
{
    [Function(nameof(GetMyAccess))]
    [Person(Freshness.Read)]
    [Description("What the agent can see for the caller, live.")]
    [Answers(200, typeof(MyAccess))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me/access")] HttpRequest request)
    {
        var cancellation = request.HttpContext.RequestAborted;
        return HttpAnswer.Json(await DescribeAsync(request.Authority(), cancellation));
    }

    private async Task<MyAccess> DescribeAsync(Authority authority, CancellationToken cancellation)
    {
        var described = await sources.DescribeAsync(authority, cancellation);
        var mine = await tools.ShownToAsync(authority, cancellation);
        var readable = await wiki.ReadableAsync(authority, cancellation);
        return new(
            [.. described.Select(static s => Source(s.Source, s.Outcome))],
            [.. readable.Select(static space => space.Name)],
            [.. mine.Select(static tool => new MyTool(tool.Name.Value, tool.Description, tool.Effect))],
            FittingQuestions.Of(described.Select(static s => s.Outcome).OfType<CatalogOutcome.Visible>().Select(static visible => visible.Catalog)),
            window.Seconds);
    }

    private static MySource Source(IDataSource source, CatalogOutcome outcome) => outcome switch
    {
        CatalogOutcome.Visible(var catalog) => new(source.Name, source.Kind, true, null, catalog.Flags, [.. catalog.Tables.Select(static t =>
            new MyTable(t.QualifiedName, [.. t.Columns.Select(static c => new MyColumn(c.Name, c.Type))], t.RowRule))]),
        CatalogOutcome.Unavailable(_, var reason) => new(source.Name, source.Kind, false, reason, [], []),
        var other => throw new InvalidOperationException(other.GetType().Name),
    };
}

/// <summary>The caller's access. <c>Questions</c>: up to three example questions that match it.</summary>
internal sealed record MyAccess(
    IReadOnlyList<MySource> Sources, IReadOnlyList<string> Wiki, IReadOnlyList<MyTool> Tools, IReadOnlyList<string> Questions, int ConfirmSeconds);

internal sealed record MySource(string Name, string Kind, bool Available, string? Reason, IReadOnlyList<string> Flags, IReadOnlyList<MyTable> Tables);

internal sealed record MyTable(string Name, IReadOnlyList<MyColumn> Columns, string RowRule);

internal sealed record MyColumn(string Name, string Type);

internal sealed record MyTool(string Name, string Description, ToolEffect Effect);
