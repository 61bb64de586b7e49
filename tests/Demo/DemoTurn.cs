using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Demo.Company;
using Onbehalf.Demo.Planner;
using Onbehalf.Demo.Planner.Wire;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Sources;
using Onbehalf.Tools;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Demo;

/// <summary>The planner and the real data tools in conversation, without the app around them: the company in PostgreSQL, expenses in SQLite.</summary>
public sealed class DemoTurn : IAsyncLifetime
{
    private ServiceProvider _services = null!;

    public async Task InitializeAsync()
    {
        var cluster = await CompanyCluster.StartAsync();
        var port = new Npgsql.NpgsqlConnectionStringBuilder(cluster.AdminConnectionString).Port;
        var folder = Directory.CreateTempSubdirectory("onbehalf-expenses-").FullName;
        ExpensesFile.Write(folder, CompanyCluster.SeedDay);
        object[] sources =
        [
            new { name = "company", kind = "postgres", host = "127.0.0.1", port, database = await cluster.CopyAsync(), credential = "vault", demo = true },
            new { name = "expenses", kind = "sqlite", path = Path.Combine(folder, ExpensesFile.FileName), policy = Path.Combine(folder, ExpensesFile.PolicyName) },
        ];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ONBEHALF_SOURCES", JsonSerializer.Serialize(sources))]).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddSources(configuration)
            .AddSingleton<IPersonLogin>(new OwnLogin(cluster.Passwords))
            .BuildServiceProvider();
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    /// <summary>Returns the final answer and its table. Earlier questions are separated by " / ".</summary>
    internal async Task<(string Text, ResultTable? Table)> AskAsync(string person, string questions)
    {
        var authority = Authority(person);
        var tools = _services.GetServices<ITool>().ToDictionary(static tool => tool.Name.Value);
        List<ChatMessage> messages = [new("system", $"you act for {authority.Subject.Name} and for nobody else: …", [], ""), .. questions.Split(" / ").Select(static question => new ChatMessage("user", question, [], ""))];
        ResultTable? table = null;
        for (var modelCall = 0; modelCall < 7; modelCall++)
        {
            var answer = NextStep.For(new("demo", [.. messages], [.. tools.Keys], Stream: false, IncludeUsage: false), CompanyCluster.SeedDay);
            if (answer.Calls.IsEmpty)
            {
                return (answer.Text, table);
            }

            messages.Add(new("assistant", "", answer.Calls, ""));
            foreach (var call in answer.Calls)
            {
                using var arguments = JsonDocument.Parse(call.Arguments);
                var permit = TestPeople.Permit(authority, new ToolName(call.Tool));
                var result = await tools[call.Tool].InvokeAsync(permit, arguments.RootElement, default);
                table = Arguments.Text(arguments.RootElement, "show") == "nothing" ? table : result.Table ?? table;
                messages.Add(new("tool", result.ForModel, [], call.Id));
            }
        }

        throw new InvalidOperationException("The planner did not come to an end.");
    }

    /// <summary>The rows of a statement, as that person's own login or policy gives them.</summary>
    internal async Task<ResultTable> QueryAsync(string person, string source, string sql)
    {
        var tool = _services.GetServices<ITool>().Single(static tool => tool.Name.Value == "query_data");
        var arguments = JsonSerializer.SerializeToElement(new { source, sql });
        var result = await tool.InvokeAsync(TestPeople.Permit(Authority(person), tool.Name), arguments, default);
        return result.Table ?? throw new InvalidOperationException(result.ForModel);
    }

    internal async Task<IReadOnlyList<VisibleCatalog>> CatalogsAsync(string person)
    {
        var described = await _services.GetRequiredService<SourceCatalog>().DescribeAsync(Authority(person), default);
        return [.. described.Select(static one => one.Outcome).OfType<CatalogOutcome.Visible>().Select(static visible => visible.Catalog)];
    }

    private static Authority Authority(string name)
    {
        var person = Cast.Find(name)!;
        var subject = new Subject(SubjectId.Of("https://demo.test", null, name), "local", "https://demo.test", null, name, person.DisplayName);
        return new(subject, [.. person.Groups], "1", DateTimeOffset.UnixEpoch);
    }

    private sealed class OwnLogin(IReadOnlyDictionary<string, SecretText> passwords) : IPersonLogin
    {
        public Task<LoginResult> ReadAsync(Authority authority, SecretPurpose purpose, CancellationToken cancellation) =>
            Task.FromResult<LoginResult>(new LoginResult.Known(authority.Subject.Key, passwords[authority.Subject.Key]));
    }
}
