using System.Text;
using Onbehalf.Ids;
using Onbehalf.Tests.Identity;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Delegation;

public sealed class PersonSealTests
{
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("average salary 71,402");

    private readonly SubjectId _alice = SubjectId.Of("https://issuer.test", null, $"alice-{Guid.NewGuid()}");
    private readonly SubjectId _bob = SubjectId.Of("https://issuer.test", null, $"bob-{Guid.NewGuid()}");

    [Fact]
    public async Task What_is_sealed_opens_for_its_person_and_row_only()
    {
        var seal = await SealAsync();

        var box = await seal.SealAsync(_alice, "row", Plain, default);
        await seal.SealAsync(_bob, "row", Plain, default);

        Assert.Equal(Plain, await seal.OpenAsync(_alice, "row", box, default));
        Assert.Null(await seal.OpenAsync(_alice, "other row", box, default));
        Assert.Null(await seal.OpenAsync(_bob, "row", box, default));
        Assert.Equal(-1, box.AsSpan().IndexOf(Plain));
    }

    [Fact]
    public async Task A_changed_byte_anywhere_opens_nothing()
    {
        var seal = await SealAsync();
        var box = await seal.SealAsync(_alice, "row", Plain, default);

        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            Assert.Null(await seal.OpenAsync(_alice, "row", changed, default));
        }

        for (var length = 0; length < box.Length; length++)
            Assert.Null(await seal.OpenAsync(_alice, "row", box.AsMemory(0, length), default));
    }

    [Fact]
    public async Task Processes_that_make_a_persons_first_key_at_once_open_each_others_boxes()
    {
        var seals = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SealAsync()));

        var boxes = await Task.WhenAll(seals.Select(seal => seal.SealAsync(_alice, "row", Plain, default)));

        foreach (var seal in seals)
        {
            foreach (var box in boxes)
                Assert.Equal(Plain, await seal.OpenAsync(_alice, "row", box, default));
        }
    }

    [Fact]
    public async Task One_process_asks_the_vault_once_for_many_calls_at_once_and_again_after_five_minutes()
    {
        var time = new ManualTime();
        var seal = new PersonSeal(await RealVault.SecretsAsync(), time);
        await seal.SealAsync(_alice, "first", Plain, default);
        var fresh = new PersonSeal(await RealVault.SecretsAsync(), time);
        var before = await RequestsAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => fresh.SealAsync(_alice, $"row {n}", Plain, default)));
        var together = await RequestsAsync() - before;
        time.Advance(TimeSpan.FromMinutes(4));
        await fresh.SealAsync(_alice, "row", Plain, default);
        var cached = await RequestsAsync() - before - together;
        time.Advance(TimeSpan.FromMinutes(2));
        await fresh.SealAsync(_alice, "row", Plain, default);
        var later = await RequestsAsync() - before - together - cached;

        Assert.Equal((1, 0, 1), (together, cached, later));
    }

    [Fact]
    public async Task Deleting_the_key_shreds_what_was_sealed_with_it()
    {
        var time = new ManualTime();
        var secrets = await RealVault.SecretsAsync();
        var seal = new PersonSeal(secrets, time);
        var box = await seal.SealAsync(_alice, "row", Plain, default);

        await secrets.DeleteAsync(_alice, new("data-key"), default);
        time.Advance(TimeSpan.FromMinutes(6));

        Assert.Null(await seal.OpenAsync(_alice, "row", box, default));
        var again = await seal.SealAsync(_alice, "row", Plain, default);
        Assert.Equal(Plain, await seal.OpenAsync(_alice, "row", again, default));
        Assert.Null(await seal.OpenAsync(_alice, "row", box, default));
    }

    private static async Task<PersonSeal> SealAsync() => new(await RealVault.SecretsAsync(), TimeProvider.System);

    private async Task<int> RequestsAsync() => (await RealVault.LogAsync()).Count(line => line.Contains($"u-{_alice}-", StringComparison.Ordinal));
}
