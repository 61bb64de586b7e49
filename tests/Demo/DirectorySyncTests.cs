using Npgsql;
using Onbehalf.Demo.Company;

namespace Onbehalf.Tests.Demo;

/// <summary>Logins belong to the cluster, so these change only people whom no other test signs in as at the same time: each puts back what it changed.</summary>
[Collection(nameof(DirectorySyncTests))]
[CollectionDefinition(nameof(DirectorySyncTests), DisableParallelization = true)]
public sealed class DirectorySyncTests(CompanyDatabase company) : IClassFixture<CompanyDatabase>
{
    private const string Deals = "SELECT count(*) FROM deals";

    [Fact]
    public async Task A_changed_group_changes_the_next_statement_of_an_open_session()
    {
        var sync = new DirectorySync(company.AdminConnectionString);
        await using var session = await company.OpenAsync("mallory");
        await using var count = new NpgsqlCommand(Deals, session);
        Assert.Equal(1762L, await count.ExecuteScalarAsync());

        await sync.ApplyAsync("mallory", ["sales-amer", "sales", "employees", "chess-club"], active: true, default);
        Assert.Equal(1503L, await count.ExecuteScalarAsync());

        await sync.ApplyAsync("mallory", ["employees"], active: true, default);
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => count.ExecuteScalarAsync())).SqlState);

        await sync.ApplyAsync("mallory", Cast.Find("mallory")!.Groups, active: true, default);
        Assert.Equal(1762L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_disabled_person_is_disconnected_and_cannot_come_back()
    {
        var sync = new DirectorySync(company.AdminConnectionString);
        await using var session = await company.OpenAsync("frank");
        await using var count = new NpgsqlCommand("SELECT count(*) FROM departments", session);
        Assert.Equal(8L, await count.ExecuteScalarAsync());

        await sync.ApplyAsync("frank", Cast.Find("frank")!.Groups, active: false, default);
        Assert.NotNull(await Record.ExceptionAsync(() => count.ExecuteScalarAsync()));
        Assert.Equal("28000", (await Assert.ThrowsAsync<PostgresException>(() => company.OpenAsync("frank"))).SqlState);

        await sync.ApplyAsync("frank", Cast.Find("frank")!.Groups, active: true, default);
        Assert.Equal(["8"], await company.AskAsync("frank", "SELECT count(*) FROM departments"));
    }

    [Fact]
    public async Task Only_people_of_the_demo_can_be_changed() =>
        await Assert.ThrowsAsync<ArgumentException>(() => new DirectorySync(company.AdminConnectionString).ApplyAsync("postgres", [], active: false, default));
}
