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

    /// <summary>What the person is told at the end, and the table beside it.</summary>
    internal async Task<(string Text, ResultTable? Table)> AskAsync(string person, string question)
    {
        var authority = Authority(person);
        var tools = _services.GetServices<ITool>().ToDictionary(static tool => tool.Name.Value);
        List<ChatMessage> messages = [new("system", $"you act for {authority.Subject.Name} and for nobody else: …", [], ""), new("user", question, [], "")];
        ResultTable? table = null;
        for (var modelCall = 0; modelCall < 6; modelCall++)
        {
            var answer = NextStep.For(new("demo", [.. messages], [.. tools.Keys], Stream: false, IncludeUsage: false), CompanyCluster.SeedDay);
            if (answer.Calls.IsEmpty)
            {
                return (answer.Text, table);
            }

            var call = answer.Calls[0];
            using var arguments = JsonDocument.Parse(call.Arguments);
            var permit = TestPeople.Permit(authority, new ToolName(call.Tool));
            var result = await tools[call.Tool].InvokeAsync(permit, arguments.RootElement, default);
            table = result.Table ?? table;
            messages.Add(new("assistant", "", [call], ""));
            messages.Add(new("tool", result.ForModel, [], call.Id));
        }

        throw new InvalidOperationException("The planner did not come to an end.");
    }

    private static Authority Authority(string name)
    {
        var person = Cast.Find(name)!;
        var subject = new Subject(SubjectId.Of("https://demo.test", null, name), "local", "https://demo.test", null, name, person.DisplayName);
        return new(subject, [.. person.Groups], "1", DateTimeOffset.UnixEpoch);
    }

    private sealed class OwnLogin(IReadOnlyDictionary<string, SecretText> passwords) : IPersonLogin
    {
        public Task<LoginResult> ReadAsync(Authority authority, ConnectionName connection, CancellationToken cancellation) =>
            Task.FromResult<LoginResult>(new LoginResult.Known(authority.Subject.Key, passwords[authority.Subject.Key]));
    }
}
