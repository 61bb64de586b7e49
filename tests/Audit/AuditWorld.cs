using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Acts;
using Onbehalf.Audit;
using Onbehalf.Delegation;
using Onbehalf.Evidence;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Delegation;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Audit;

/// <summary>The product's composition of the audit over real tables and a real vault, with a directory and a clock that a test decides.</summary>
internal sealed class AuditWorld : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly DirectoryInfo _anchors;
    private readonly AskedDirectory _directory;

    private AuditWorld(ServiceProvider services, DirectoryInfo anchors, AskedDirectory directory, ManualTime time) =>
        (_services, _anchors, _directory, Time) = (services, anchors, directory, time);

    public ManualTime Time { get; }

    public Subject Alice { get; } = Person("Alice");

    public Subject Bob { get; } = Person("Bob");

    public Subject Frank { get; } = Person("Frank");

    public AuditTrail Trail => Of<AuditTrail>();

    public TableClient Table => Of<Onbehalf.Storage.Tables>().Audit;

    public static async Task<AuditWorld> OpenAsync(DateTimeOffset? start = null, SecretClient? vault = null)
    {
        var storage = await Azurite.ConnectionStringAsync();
        var anchors = Directory.CreateTempSubdirectory("onbehalf-anchors-");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ONBEHALF_TABLES"] = storage,
            ["ONBEHALF_AUDIT_TABLES"] = storage,
            ["ONBEHALF_TABLE_PREFIX"] = Azurite.FreshPrefix(),
            ["ONBEHALF_AUDIT_ANCHORS"] = anchors.FullName,
        }).Build();
        var (directory, time) = (new AskedDirectory(), new ManualTime());
        if (start is { } at)
            time.Advance(at - time.GetUtcNow());
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IConfiguration>(configuration)
            .AddIdentity(configuration)
            .AddDelegation(configuration)
            .AddSingleton(vault ?? await RealVault.ClientAsync())
            .AddSingleton(new DirectoryCatalog([directory]))
            .AddSingleton(of => new PeopleStore(of.GetRequiredService<Onbehalf.Storage.Tables>(), of.GetRequiredService<DirectoryCatalog>(), time))
            .AddSingleton<AccountBlocks>()
            .AddSingleton(of => new Authorities(of.GetRequiredService<DirectoryCatalog>(), of.GetRequiredService<PeopleStore>(), of.GetRequiredService<AccountBlocks>(), new ConfirmationWindow(0), time));
        Onbehalf.Storage.StorageRegistration.AddTables(services, configuration).AddAudit(configuration).AddVisibility(configuration);
        var world = new AuditWorld(services.BuildServiceProvider(), anchors, directory, time);
        var tables = world.Of<Onbehalf.Storage.Tables>();
        await Task.WhenAll(world.Table.CreateIfNotExistsAsync(), tables.People.CreateIfNotExistsAsync(), tables.Offboarding.CreateIfNotExistsAsync());
        directory.Groups["Frank"] = ["auditors", "employees"];
        return world;
    }

    public void Regroup(string name, ImmutableSortedSet<string> groups) => _directory.Groups[name] = groups;

    public T Of<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Another process on the same store.</summary>
    public AuditTrail AnotherTrail() => ActivatorUtilities.CreateInstance<AuditTrail>(_services);

    /// <summary>Another process, which knows nothing of the key yet.</summary>
    public AuditTrail FreshTrail() => ActivatorUtilities.CreateInstance<AuditTrail>(_services, ActivatorUtilities.CreateInstance<AuditMacKeys>(_services));

    /// <summary>A well-formed record after <paramref name="before"/>, with its call row, as whoever may write the table can make one.</summary>
    public async Task<AuditRow> AppendByHandAsync(Subject person, AuditRow? before = null, Action<AuditRow>? sign = null)
    {
        var (chain, entry) = (ChainOf(person), Call(person) with { Details = null });
        var seq = before is not null && AuditKeys.TryReadSequence(before.RowKey, out var last) ? last + 1 : 1;
        var row = AuditRows.Write(new(chain, seq), Time.GetUtcNow(), AuditPhase.Whole, entry, null, new(null, before?.Hash ?? AuditHash.Genesis), new("none", new byte[32]));
        row.KeyVersion = row.Mac = null;
        row.Hash = AuditHash.Of(row);
        sign?.Invoke(row);
        await new AuditTable(Of<Onbehalf.Storage.Tables>()).AddAsync([(row, AuditPhase.Whole)], default);
        return await EntityAsync(new(chain, seq));
    }

    /// <summary>An anchor as an earlier version left it.</summary>
    public async Task AnchorByHandAsync(string json)
    {
        var folder = _anchors.CreateSubdirectory(AuditMonth.Of(Time.GetUtcNow()).ToString());
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.json"), json);
    }

    public async Task<AuditRow> EntityAsync(AuditId id) =>
        (await Table.GetEntityAsync<AuditRow>(id.Chain.Key, AuditKeys.Sequence(id.Seq))).Value;

    public AuditEntry Call(Subject person, string? callId = null, params Touched[] touched) => new()
    {
        CallId = callId ?? $"t1-t1-c1-{Guid.NewGuid():N}",
        Subject = AuditPerson.Of(person),
        Act = Act.AgentAttended,
        Action = AuditAction.ToolCall,
        Decision = AuditDecision.Allowed,
        ThreadId = "tthread",
        TurnId = "tthread-t1",
        TextAuthors = [person.Id],
        Tool = new ToolName("query_data"),
        Resource = TouchedResource.Of("company", touched),
        Shape = "select avg(salary) from company.employees",
        Details = """{"sql":"select 1"}""",
    };

    public async Task<AuditVerdict> VerifyAsync(SubjectId? subject = null)
    {
        var month = AuditMonth.Of(Time.GetUtcNow());
        return await Of<AuditVerification>().VerifyAsync(month.Previous, month, subject, default);
    }

    public AuditChain ChainOf(Subject person) => new(AuditMonth.Of(Time.GetUtcNow()), person.Id);

    public async Task<TableEntity> RowAsync(AuditId id) =>
        (await Table.GetEntityAsync<TableEntity>(id.Chain.Key, AuditKeys.Sequence(id.Seq))).Value;

    public async Task<Authority> AuthorityAsync(Subject person) =>
        ((AuthorityResult.Confirmed)await Of<Authorities>().ConfirmAsync(person, Freshness.Now, default)).Authority;

    /// <summary>Calls a function as this person.</summary>
    public async Task<(int Status, string Body)> GetAsync<TFunction>(Subject person, string query = "")
    {
        var context = new DefaultHttpContext { Request = { Method = "GET", QueryString = new(query) }, Response = { Body = new MemoryStream() } };
        context.Features.Set(new Caller(person, CallerProof.BearerToken));
        var run = typeof(TFunction).GetMethod("Run")!;
        Assert.Null(await context.ConfirmAsync(Of<Authorities>(), run.GetCustomAttribute<PersonAttribute>()!.Freshness!.Value));
        var function = ActivatorUtilities.CreateInstance<TFunction>(_services);
        var result = await (Task<IResult>)run.Invoke(function, [context.Request])!;
        await result.ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }

    public async Task<JsonElement[]> ItemsAsync<TFunction>(Subject person, string query = "")
    {
        var (status, body) = await GetAsync<TFunction>(person, query);
        Assert.True(status == 200, body);
        return [.. JsonElement.Parse(body).GetProperty("items").EnumerateArray()];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _anchors.Delete(recursive: true);
    }

    private static Subject Person(string name)
    {
        // Chains and data keys are per person, so every test has its own people.
        var issuer = $"https://issuer.test/{Guid.NewGuid():N}";
        return new(SubjectId.Of(issuer, null, name), "test", issuer, null, name, name);
    }
}
