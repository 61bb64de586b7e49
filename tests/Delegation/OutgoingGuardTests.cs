using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Onbehalf.Delegation.Outgoing;

namespace Onbehalf.Tests.Delegation;

/// <summary>T19: nothing inside is reached, however it is spelt and whatever a name leads to.</summary>
public sealed class OutgoingGuardTests
{
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("168.63.129.16")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:a9fe:a9fe")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:1::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_the_public_internet_is_known_as_such(string address)
    {
        Assert.False(Addresses.IsPublic(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    public void The_public_internet_is_not_shut_out(string address)
    {
        Assert.True(Addresses.IsPublic(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    public async Task This_machine_is_not_connected_to_under_any_spelling(string address)
    {
        using var door = Door.Open();
        using var client = new OutgoingGuard(Nothing()).Client(thisMachine: false, TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, door.Port))));

        Assert.False(door.WasKnocked);
    }

    [Fact]
    public async Task A_name_that_leads_inside_the_second_time_gets_nowhere_the_second_time()
    {
        using var door = Door.Open();
        var asked = 0;
        var guard = new OutgoingGuard(Nothing(), (_, _) => Task.FromResult<IPAddress[]>(asked++ == 0 ? [IPAddress.Parse("192.0.2.1")] : [IPAddress.Loopback]));
        using var client = guard.Client(thisMachine: false, TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://tasks.example:{door.Port}/")));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://tasks.example:{door.Port}/")));

        Assert.Equal(2, asked);
        Assert.False(door.WasKnocked);
    }

    [Fact]
    public async Task The_managed_identity_is_not_even_reached_by_a_demo()
    {
        using var identity = Door.Open();
        using var other = Door.Open();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("IDENTITY_ENDPOINT", $"http://127.0.0.1:{identity.Port}/msi/token")]).Build();
        using var client = new OutgoingGuard(configuration).Client(thisMachine: true, TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync(new Uri($"http://localhost:{identity.Port}/msi/token")));
        await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync(new Uri($"http://127.0.0.1:{other.Port}/")));

        Assert.False(identity.WasKnocked);
        Assert.True(other.WasKnocked);
    }

    private static IConfiguration Nothing() => new ConfigurationBuilder().Build();

    /// <summary>A port that notes whether anybody connects.</summary>
    private sealed class Door : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public bool WasKnocked => _listener.Pending();

        public static Door Open()
        {
            var door = new Door();
            door._listener.Start();
            return door;
        }

        public void Dispose() => _listener.Dispose();
    }
}
