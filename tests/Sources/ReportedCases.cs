using System.Text.Json;
using Npgsql;
using Onbehalf.Identity;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Sources.Tools;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>A schema of the test's own in a company of the class's own, asked as Bob.</summary>
public abstract class ReportedCases(CompanyCopy company) : IClassFixture<CompanyCopy>, IAsyncLifetime
{
    protected CompanyCopy Company { get; } = company;

    protected string Place { get; } = $"c{Guid.NewGuid().ToString("n")[..8]}";

    private ChangeData Change => new(new SourceCatalog([Company.Source]));

    private static Authority Bob => TestPeople.Authority("bob");

    public async Task InitializeAsync()
    {
        await Company.AlterAsync($"create schema {Place}; grant usage on schema {Place}, public to public; alter role bob in database {Company.Database} set search_path = public, company");
        Company.SignInAgain("bob");
    }

    public Task DisposeAsync() => Company.AlterAsync($"drop schema {Place} cascade");

    /// <summary>In a schema of the test's own, for everybody to read.</summary>
    protected Task MakeAsync(string script) => Company.AlterAsync($"set search_path = {Place}; set datestyle = 'ISO, MDY'; alter default privileges in schema {Place} grant select on tables to public; {script}");

    protected async Task<string> RowsAsync(string sql) => JsonSerializer.Serialize((await Company.RowsAsync("bob", sql)).Table.Rows);

    protected static string Plain(string json) => json.Replace("\\u002B", "+", StringComparison.Ordinal).Replace("\\u0022", "\"", StringComparison.Ordinal);

    private protected async Task<ConfirmationCard> CardAsync(string operation, string table, string key, string values) =>
        await Change.PreviewAsync(Bob, Arguments(operation, table, key, values), CancellationToken.None) switch
        {
            ToolPreview.Ready ready => ready.Card,
            ToolPreview.Refused refused => throw new InvalidOperationException(refused.Result.ForModel),
            _ => throw new InvalidOperationException(),
        };

    protected async Task<string> RefusedAsync(string operation, string table, string key, string values) =>
        Assert.IsType<ToolPreview.Refused>(await Change.PreviewAsync(Bob, Arguments(operation, table, key, values), CancellationToken.None)).Result.ForModel;

    protected async Task<string> DoneAsync(string operation, string table, string key, string values) =>
        (await InvokeAsync((await CardAsync(operation, table, key, values)).Digest, operation, table, key, values)).ForModel;

    private protected Task<ToolResult> InvokeAsync(string digest, string operation, string table, string key, string values) =>
        Change.InvokeAsync(TestPeople.Permit(Bob, Change.Name, digest), Arguments(operation, table, key, values), CancellationToken.None);

    private static JsonElement Arguments(string operation, string table, string key, string values) => JsonSerializer.SerializeToElement(new
    {
        source = "company", operation, table, key = JsonDocument.Parse(key).RootElement, values = JsonDocument.Parse(values).RootElement,
    });
}
