using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Offboarding;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Identity.Offboarding;

/// <summary>Identity with a directory whose answers a test decides, and things that end with people.</summary>
internal sealed class OffboardWorld : IAsyncDisposable
{
    private readonly IdentityWorld _identity;

    private OffboardWorld(IdentityWorld identity, AskedDirectory directory, RecordedEnd things) => (_identity, Directory, Things) = (identity, directory, things);

    public AskedDirectory Directory { get; }

    public RecordedEnd Things { get; }

    public TestIssuer Issuer => _identity.Issuer;

    public VaultInMemory Vault => _identity.Vault;

    public ManualTime Time => _identity.Time;

    public Authorities Authorities => _identity.Authorities;

    public Offboard Offboard => Of<Offboard>();

    public static async Task<OffboardWorld> StartAsync(int confirmSeconds = 0)
    {
        var (directory, things) = (new AskedDirectory(), new RecordedEnd());
        return new(await IdentityWorld.StartAsync(confirmSeconds: confirmSeconds, directory: directory, more: services => services.AddSingleton<IEndsWithPerson>(things)), directory, things);
    }

    public T Of<T>()
        where T : notnull => _identity.Of<T>();

    /// <summary>Creates a person who has signed in before.</summary>
    public async Task<Subject> SomebodyAsync(string key)
    {
        var person = _identity.Person(key);
        await Of<PeopleStore>().RememberAsync(person, default);
        return person;
    }

    /// <summary>Another instance of the app over the same tables, with nothing in its memory.</summary>
    public Authorities AnotherInstance(int confirmSeconds) =>
        new(Of<DirectoryCatalog>(), Of<PeopleStore>(), Of<AccountBlocks>(), new ConfirmationWindow(confirmSeconds), Time);

    public void Says(DirectoryAnswer? answer) => Directory.Answer = _ => Task.FromResult(answer);

    /// <summary>A signal with an id of its own, heard and followed up.</summary>
    public async Task<bool> SignalAsync(Subject person, SignalKind kind, string? id = null)
    {
        var isNew = await Offboard.HearAsync(new("test", person.Id, kind, id ?? Guid.NewGuid().ToString("N")), default);
        await Offboard.FollowUpAsync(person.Id, default);
        return isNew;
    }

    public async Task<string> CookieAsync(Subject person, string? refreshToken = null)
    {
        var context = new DefaultHttpContext();
        (await Of<Sessions>().CreateAsync(person, refreshToken is null ? null : new(refreshToken), default)).AppendTo(context.Response, BrowserRequest.OriginUri);
        return BrowserRequest.CookieOf(context, "onbehalf-7071");
    }

    public async Task<bool> IsSignedInAsync(string cookie) =>
        await Of<Callers>().AuthenticateAsync(BrowserRequest.To("/api/me", cookie: cookie).Request, default) is CallerResult.Known;

    /// <summary>The person's <c>offboard</c> records, oldest first, as <c>phase decision reason shape</c>.</summary>
    public async Task<string[]> AuditAsync(Subject person)
    {
        var rows = new List<(string Key, string Text)>();
        await foreach (var row in Of<Onbehalf.Storage.Tables>().Audit.QueryAsync<AuditRow>())
            if (AuditRows.Read(row) is { Entry: { } entry } record && entry.Action == AuditAction.Offboard && entry.Subject.Id == person.Id)
                rows.Add(($"{record.Id.Seq:D6}", $"{record.Phase} {entry.Decision} {entry.Reason} {entry.Shape}".TrimEnd()));
        return [.. rows.OrderBy(static row => row.Key, StringComparer.Ordinal).Select(static row => row.Text)];
    }

    public ValueTask DisposeAsync() => _identity.DisposeAsync();
}
