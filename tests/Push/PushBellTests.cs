using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Channels.Push;
using Onbehalf.Delegation.Outgoing;
using Onbehalf.People;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Push;

/// <summary>A closed browser receives only the kind of a pending item, encrypted for it, and nothing after unsubscribing.</summary>
public sealed class PushBellTests
{
    private const string Contact = "mailto:operations@example.com";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_browser_gets_the_kind_of_what_waits_and_the_push_service_can_read_nothing()
    {
        await using var stage = await Stage.OpenAsync();
        await using var service = await PushService.StartAsync();
        using var browser = new PaperBrowser(service.Address("one"));
        var (alice, keys, store) = (stage.People.Person("Alice"), Keys(), Store(stage));
        await store.AddAsync(alice.Id, browser.Address, default);
        using var bell = Bell(keys, store);
        var items = new InboxItems(stage.Get<Storage.Tables>(), stage.Get<PersonSeal>(), stage.Get<Pulses>(), TimeProvider.System, bell);
        var thread = await stage.ThreadAsync(alice);

        await items.PutAsync(alice.Id, InboxItem.Mention(new(thread, 1), "Bob of the canary-8841 project", DateTimeOffset.UtcNow), default);
        await bell.RingAsync(stage.People.Person("Bob").Id, InboxKind.Share, default);

        var sent = Assert.Single(service.Requests);
        Assert.Equal("""{"kind":"mention"}""", browser.Open(sent.Body));
        Assert.DoesNotContain("canary", Encoding.Latin1.GetString(sent.Body), StringComparison.Ordinal);
        Assert.Equal(("/one", "mention", "aes128gcm"), (sent.Path, sent.Topic, sent.Encoding));
        Assert.True(int.Parse(sent.Ttl, System.Globalization.CultureInfo.InvariantCulture) > 0);
        // Push services use the default port, so the library names none.
        AssertSignedBy(keys, sent.Authorization, "http://127.0.0.1");
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(410, true)]
    [InlineData(403, false)]
    [InlineData(500, false)]
    [InlineData(429, false)]
    public async Task A_subscription_that_the_browser_ended_is_removed_and_no_other(int status, bool isRemoved)
    {
        await using var stage = await Stage.OpenAsync();
        await using var service = await PushService.StartAsync();
        service.Status = status;
        using var browser = new PaperBrowser(service.Address("one"));
        var (alice, store) = (stage.People.Person("Alice"), Store(stage));
        await store.AddAsync(alice.Id, browser.Address, default);
        using var bell = Bell(Keys(), store);

        await bell.RingAsync(alice.Id, InboxKind.Confirmation, default);

        Assert.Single(service.Requests);
        Assert.Equal(isRemoved ? 0 : 1, (await store.OfAsync(alice.Id, default)).Length);
    }

    [Fact]
    public async Task A_service_on_a_private_address_is_not_reached_and_one_that_is_away_holds_nobody_up()
    {
        await using var stage = await Stage.OpenAsync();
        await using var service = await PushService.StartAsync();
        using var browser = new PaperBrowser(service.Address("one"));
        var (alice, store) = (stage.People.Person("Alice"), Store(stage));
        await store.AddAsync(alice.Id, browser.Address, default);
        using var bell = new PushBell(Keys(), store, new OutgoingGuard(new ConfigurationBuilder().Build()).Handler(thisMachine: false, TimeSpan.FromSeconds(3)), NullLogger<PushBell>.Instance);

        await bell.RingAsync(alice.Id, InboxKind.Confirmation, default);

        Assert.Empty(service.Requests);
        Assert.Single(await store.OfAsync(alice.Id, default));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(500)]
    [InlineData(410)]
    public async Task A_service_that_never_stops_to_speak_holds_nobody_up(int status)
    {
        await using var stage = await Stage.OpenAsync();
        await using var service = await PushService.StartAsync();
        (service.Status, service.IsEndless) = (status, true);
        using var browser = new PaperBrowser(service.Address("one"));
        var (alice, store) = (stage.People.Person("Alice"), Store(stage));
        await store.AddAsync(alice.Id, browser.Address, default);
        using var bell = Bell(Keys(), store);

        await bell.RingAsync(alice.Id, InboxKind.Confirmation, default).WaitAsync(Soon);

        Assert.Single(service.Requests);
        Assert.Equal(status == 410 ? 0 : 1, (await store.OfAsync(alice.Id, default)).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_failure_of_a_browser_reaches_who_puts_an_item_into_an_inbox(bool isSilent)
    {
        await using var stage = await Stage.OpenAsync();
        await using var service = await PushService.StartAsync();
        using var browser = new PaperBrowser(service.Address("one"));
        var (alice, store) = (stage.People.Person("Alice"), Store(stage));
        await store.AddAsync(alice.Id, browser.Address, default);
        using var bell = Bell(Keys(), store, new PaperNetwork(isSilent));
        using var over = new CancellationTokenSource();

        await bell.RingAsync(alice.Id, InboxKind.Confirmation, default).WaitAsync(Soon);
        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bell.RingAsync(alice.Id, InboxKind.Confirmation, over.Token));
    }

    [Fact]
    public async Task Keys_that_the_library_refuses_fail_for_their_browser_alone()
    {
        await using var stage = await Stage.OpenAsync();
        await using var service = await PushService.StartAsync();
        using var browser = new PaperBrowser(service.Address("one"));
        using var other = new PaperBrowser(service.Address("two"));
        var (alice, store) = (stage.People.Person("Alice"), Store(stage));
        await store.AddAsync(alice.Id, other.Address with { P256dh = other.Address.P256dh + " " }, default);
        await store.AddAsync(alice.Id, browser.Address, default);
        using var bell = Bell(Keys(), store);

        await bell.RingAsync(alice.Id, InboxKind.Confirmation, default);

        Assert.Equal("/one", Assert.Single(service.Requests).Path);
    }

    [Theory]
    [InlineData("MAILTO:operations@example.com", "mailto:operations@example.com")]
    [InlineData(" https://example.com/\"operations", "https://example.com/%22operations")]
    public void A_contact_is_in_the_form_that_the_library_takes(string contact, string taken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var number = Base64Url.EncodeToString(key.ExportParameters(includePrivateParameters: true).D);

        Assert.Equal(taken, PushKeys.From(Settings(number, contact))!.Contact);
    }

    [Fact]
    public async Task Browsers_rest_sealed_up_to_ten_and_end_with_their_person_and_their_sessions()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob, store) = (stage.People.Person("Alice"), stage.People.Person("Bob"), Store(stage));
        for (var i = 0; i <= PushStore.MostBrowsers; i++)
        {
            using var browser = new PaperBrowser($"https://push.example/canary-{i}");
            await store.AddAsync(alice.Id, browser.Address, default);
            await store.AddAsync(alice.Id, browser.Address, default);
        }

        using var other = new PaperBrowser("https://push.example/bob");
        await store.AddAsync(bob.Id, other.Address, default);
        var rows = await stage.Get<Storage.Tables>().Inbox.QueryAsync<TableEntity>($"PartitionKey eq '{alice.Id.Value}'").ToListAsync();
        var kept = await store.OfAsync(alice.Id, default);
        var ended = await new PushEnding(store).EndAsync(alice, "disabled", default);

        Assert.Equal(PushStore.MostBrowsers, kept.Length);
        Assert.DoesNotContain(kept, static one => one.Address.Endpoint.EndsWith("canary-0", StringComparison.Ordinal));
        Assert.All(rows, static row => Assert.DoesNotContain("canary", Encoding.Latin1.GetString(row.GetBinary("Sealed")), StringComparison.Ordinal));
        Assert.Equal((PushStore.MostBrowsers, 0, 1), (ended, (await store.OfAsync(alice.Id, default)).Length, (await store.OfAsync(bob.Id, default)).Length));
        Assert.True(new PushEnding(store).EndsWithSession);
    }

    public static TheoryData<string?, bool> Endpoints => new()
    {
        { "https://fcm.googleapis.com/fcm/send/abc:def", true },
        { "http://fcm.googleapis.com/fcm/send/abc", false },
        { "https://fcm.googleapis.com:8443/x", false },
        { "https://user:pass@push.example/x", false },
        { "https://127.0.0.1/x", false },
        { "https://[::1]/x", false },
        { "https://169.254.169.254/metadata", false },
        { "file:///etc/passwd", false },
        { "push.example/x", false },
        { "", false },
        { null, false },
        { $"https://push.example/{new string('x', 1_000)}", false },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void A_subscription_is_an_https_name_with_the_keys_of_a_browser(string? endpoint, bool isOne)
    {
        using var browser = new PaperBrowser("https://push.example/x");
        var (point, auth) = (browser.Address.P256dh, browser.Address.Auth);

        Assert.Equal(isOne, PushAddress.Of(endpoint, point, auth) is not null);
        Assert.Null(PushAddress.Of("https://push.example/x", point, null));
        Assert.Null(PushAddress.Of("https://push.example/x", point, "AAAA"));
        Assert.Null(PushAddress.Of("https://push.example/x", Base64Url.EncodeToString([4, .. new byte[64]]), auth));
        Assert.Null(PushAddress.Of("https://push.example/x", "not base64!", auth));
        // A decoder passes over white space, and the push library does not.
        foreach (var space in new[] { " ", "\n", "\t" })
        {
            Assert.Null(PushAddress.Of("https://push.example/x", point + space, auth));
            Assert.Null(PushAddress.Of("https://push.example/x", space + point, auth));
            Assert.Null(PushAddress.Of("https://push.example/x", point, auth.Insert(4, space)));
        }
    }

    [Theory]
    [InlineData("short", Contact, "ONBEHALF_PUSH_PRIVATE_KEY")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", Contact, "ONBEHALF_PUSH_PRIVATE_KEY")]
    [InlineData("key", null, "ONBEHALF_PUSH_CONTACT")]
    [InlineData("key", "operations@example.com", "ONBEHALF_PUSH_CONTACT")]
    public void A_key_that_cannot_be_and_a_missing_contact_are_refused_at_the_start(string key, string? contact, string named)
    {
        Assert.Contains(named, Assert.Throws<InvalidOperationException>(() => PushKeys.From(Settings(key, contact))).Message, StringComparison.Ordinal);
        Assert.Null(PushKeys.From(Settings("", null)));
    }

    /// <summary>RFC 8291, section 5 and appendix A: the tests decrypt as a browser does.</summary>
    [Fact]
    public void The_browser_of_these_tests_opens_the_message_of_the_RFC()
    {
        var number = Base64Url.DecodeFromChars("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94");
        using var browser = new PaperBrowser(
            "https://push.example/x", ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = number }), Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg"));

        var text = browser.Open(Base64Url.DecodeFromChars(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"));

        Assert.Equal("When I grow up, I want to be a watermelon", text);
    }

    private static PushKeys Keys()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return PushKeys.From(Settings(Base64Url.EncodeToString(key.ExportParameters(includePrivateParameters: true).D), Contact))!;
    }

    private static IConfiguration Settings(string key, string? contact) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("ONBEHALF_PUSH_PRIVATE_KEY", key), new("ONBEHALF_PUSH_CONTACT", contact)]).Build();

    private static PushStore Store(Stage stage) => new(stage.Get<Storage.Tables>(), stage.Get<PersonSeal>(), TimeProvider.System);

    private static PushBell Bell(PushKeys keys, PushStore store, HttpMessageHandler? network = null) => new(keys, store, network ?? new SocketsHttpHandler(), NullLogger<PushBell>.Instance);

    /// <summary>RFC 8292 §2 and §3.</summary>
    private static void AssertSignedBy(PushKeys keys, string authorization, string audience)
    {
        var parts = authorization["vapid ".Length..].Split(',').Select(static part => part.Trim().Split('=', 2)).ToDictionary(static part => part[0], static part => part[1]);
        var token = parts["t"].Split('.');
        var point = Base64Url.DecodeFromChars(keys.Public);
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = point[1..33], Y = point[33..] } });
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token[1]));

        Assert.Equal(keys.Public, parts["k"]);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256));
        Assert.Equal((audience, Contact), (claims.RootElement.GetProperty("aud").GetString(), claims.RootElement.GetProperty("sub").GetString()));
        Assert.InRange(claims.RootElement.GetProperty("exp").GetInt64(), DateTimeOffset.UtcNow.ToUnixTimeSeconds(), DateTimeOffset.UtcNow.AddHours(24).ToUnixTimeSeconds());
    }
}
