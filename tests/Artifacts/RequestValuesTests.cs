using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Onbehalf.Artifacts;
using Onbehalf.Ids;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Artifacts;

/// <summary>The values that a viewer chooses are bound in their declared types, and are never part of a statement.</summary>
[Collection(PuppetThreats.Name)]
public sealed class RequestValuesTests(PuppetWorld world)
{
    private const string Sql = "SELECT count(*) AS n, min(created_on::text) AS first, ':region' AS said FROM deals WHERE (:region IS NULL OR region = :region) AND created_on >= coalesce(:period_from, created_on) AND created_on <= coalesce(:period_to, created_on)";

    private static readonly ImmutableArray<ArtifactParameter> Parameters =
        [new("period", "Period", ParameterType.DateRange), new("region", "Region", ParameterType.Choice, ["EMEA", "x' OR 1 = 1 --"])];

    [Theory]
    [InlineData("""{"period":{"from":"2026-02-30","to":null}}""")]
    [InlineData("""{"period":{"from":"2026-12-31","to":"2026-01-01"}}""")]
    [InlineData("""{"period":{"from":"2026-01-01","until":"2026-01-01"}}""")]
    [InlineData("""{"period":"2026-01-01"}""")]
    [InlineData("""{"period":{"from":20260101}}""")]
    [InlineData("""{"region":"Nowhere"}""")]
    [InlineData("""{"region":7}""")]
    [InlineData("""{"other":"x"}""")]
    public void A_value_that_does_not_fit_its_parameter_is_refused(string values) =>
        Assert.Equal("parameter", RequestValues.Read(Parameters, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(values), out _)?.Code);

    [Theory]
    [InlineData("Region")]
    [InlineData("a-b")]
    [InlineData("1a")]
    [InlineData("period_from")]
    public void The_id_of_a_parameter_is_a_name_of_its_own_in_requests(string id)
    {
        var state = Ops.Apply(Ops.State(), """[{"op":"parameter","parameter":{"id":"period","name":"Period","type":"date-range"}}]""");

        Assert.Equal("parameter", Ops.Refusal(state, $$"""[{"op":"parameter","parameter":{"id":"{{id}}","name":"X","type":"choice","choices":["a"]} }]"""));
    }

    [Fact]
    public void The_hash_covers_the_parameters_in_the_text_and_no_others()
    {
        var (artifact, block) = (ArtifactId.New(), new ArtifactBlock("b", BlockType.Request) { Source = "company", Sql = "SELECT :region" });
        string? Hash(params ImmutableArray<ArtifactParameter> parameters) => RequestHash.Of(artifact, block, parameters);

        Assert.Equal(Hash(Parameters), Hash(Parameters[1]));
        Assert.NotEqual(Hash(Parameters), Hash());
        Assert.NotEqual(Hash(Parameters), Hash(Parameters[1] with { Choices = ["EMEA"] }));
        Assert.Equal(Hash(Parameters), Hash(Parameters[1] with { Name = "Another name" }));
    }

    [Theory]
    [InlineData("SELECT :region", true)]
    [InlineData("SELECT :region\n", true)]
    [InlineData("SELECT :region::text", true)]
    [InlineData("SELECT :region_code, :regional, :region2, :region", true)]
    [InlineData("SELECT ':region'", true)]
    [InlineData("SELECT :region_code, :regional, :region2", false)]
    [InlineData("SELECT :Region, region", false)]
    public void A_parameter_is_named_by_its_whole_name(string sql, bool isNamed) => Assert.Equal(isNamed, RequestHash.IsNamed(sql, "region"));

    [Fact]
    public async Task A_run_takes_the_values_of_its_viewer_as_values()
    {
        var id = await DashboardAsync("company", Sql);

        Assert.Equal(await CountAsync("true"), (await RunAsync(id, null))[0].GetInt64());
        Assert.Equal(await CountAsync("region = 'EMEA'"), (await RunAsync(id, new { region = "EMEA" }))[0].GetInt64());
        var quoted = await RunAsync(id, new { region = "x' OR 1 = 1 --" });
        Assert.Equal((0L, ":region"), (quoted[0].GetInt64(), quoted[2].GetString()));
        var first = await RunAsync(id, new { period = new { from = "2026-01-01", to = "2026-06-30" }, region = "EMEA" });
        Assert.Equal(await CountAsync("region = 'EMEA' AND created_on BETWEEN '2026-01-01' AND '2026-06-30'"), first[0].GetInt64());
        // Again, from the cached lineage.
        Assert.Equal(first.GetRawText(), (await RunAsync(id, new { period = new { from = "2026-01-01", to = "2026-06-30" }, region = "EMEA" })).GetRawText());
    }

    [Fact]
    public async Task A_source_without_logins_takes_them_too()
    {
        var id = await DashboardAsync("expenses", "SELECT :region AS region, :period_from AS first, count(*) AS n FROM expenses");

        Assert.Equal("[\"EMEA\",\"2026-01-01\"", (await RunAsync(id, new { region = "EMEA", period = new { from = "2026-01-01" } })).GetRawText()[..20]);
    }

    [Fact]
    public async Task A_run_with_a_value_that_does_not_fit_is_refused_and_an_unknown_name_is_no_parameter()
    {
        var id = await DashboardAsync("company", "SELECT :nowhere AS n");

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(id, new { region = "Nowhere" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(id, null)).Status);
    }

    private async Task<string> DashboardAsync(string source, string sql)
    {
        var bob = await world.App.InBrowserAsync("bob");
        var id = (await bob.SendAsync("POST", "api/artifacts", new { kind = "dashboard", title = "Deals" })).Ok().At("id")!;
        (await bob.SendAsync("POST", $"api/artifacts/{id}/ops", new
        {
            baseSeq = 1,
            opId = "define",
            ops = new object[]
            {
                new { op = "parameter", parameter = new { id = "region", name = "Region", type = "choice", choices = Parameters[1].Choices } },
                new { op = "block", order = "a0", block = new { id = "r", type = "request", source, sql } },
            },
        })).Ok();
        return id;
    }

    private async Task<Answer> SendAsync(string id, object? values)
    {
        var bob = await world.App.InBrowserAsync("bob");
        var hash = (await bob.SendAsync("GET", $"api/artifacts/{id}")).Ok().GetProperty("definition").GetProperty("blocks")[0].At("definitionHash");
        return await bob.SendAsync("POST", $"api/artifacts/{id}/blocks/r/run", new { definitionHash = hash, values });
    }

    private async Task<JsonElement> RunAsync(string id, object? values) => (await SendAsync(id, values)).Ok().GetProperty("rows")[0];

    private async Task<long> CountAsync(string where)
    {
        await using var connection = await world.Company.OpenAsAsync("bob");
        await using var command = new Npgsql.NpgsqlCommand($"SELECT count(*) FROM company.deals WHERE {where}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
