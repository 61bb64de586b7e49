using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Ids;

namespace Onbehalf.Tests.Edge;

public sealed class BodyTests
{
    private static readonly string Id = SubjectId.Of("issuer", null, "key").Value;

    [Fact]
    public async Task A_body_that_fits_is_read_with_its_ids_as_types()
    {
        var read = await ReadAsync($$"""{"person":"{{Id}}","kind":"second","extra":1}""");

        Assert.True(read.Is(out var wanted, out _));
        Assert.Equal(Id, wanted.Person.Value);
        Assert.Equal(Kind.Second, wanted.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"kind":"second"}""")]
    [InlineData("""{"person":"not an id","kind":"second"}""")]
    [InlineData("""{"person":null,"kind":"second"}""")]
    [InlineData("""{"person":"aaaaaaaaaaaaaaaaaaaaaaaaaa","kind":1}""")]
    [InlineData("""{"person":"aaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"third"}""")]
    public async Task A_body_that_does_not_fit_is_400(string body) => Assert.Equal(400, await StatusAsync(await ReadAsync(body)));

    [Fact]
    public async Task A_body_that_is_not_json_is_415() => Assert.Equal(415, await StatusAsync(await ReadAsync("person=x", "application/x-www-form-urlencoded")));

    [Fact]
    public async Task A_body_of_unknown_size_is_read_to_one_byte_beyond_its_limit_and_no_further()
    {
        var request = new DefaultHttpContext().Request;
        var endless = new MemoryStream(new byte[1_000_000]);
        request.Body = endless;

        var read = await RawBody.ReadAsync(request, 70_000);

        Assert.Null(read);
        Assert.Equal(70_001, endless.Position);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public async Task A_body_up_to_its_limit_is_read_whole(int size)
    {
        var request = new DefaultHttpContext().Request;
        var bytes = Enumerable.Range(0, size).Select(static i => (byte)i).ToArray();
        request.Body = new MemoryStream(bytes);

        var read = await RawBody.ReadAsync(request, 70_000);

        Assert.Equal(bytes, read?.ToArray());
    }

    [Theory]
    [InlineData("", 50)]
    [InlineData("?limit=200", 200)]
    [InlineData("?limit=0", null)]
    [InlineData("?limit=201", null)]
    [InlineData("?limit=-1", null)]
    [InlineData("?limit=many", null)]
    public void A_page_has_at_most_200_items(string query, int? expected)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new(query);

        var asked = Page.TryRead(request, out var page, out _);

        Assert.Equal(expected is not null, asked);
        Assert.Equal(expected, page?.Limit);
    }

    private static Task<Body<Wanted>> ReadAsync(string body, string type = "application/json")
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = type;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return Body.ReadAsync<Wanted>(request);
    }

    private static async Task<int> StatusAsync(Body<Wanted> body)
    {
        Assert.False(body.Is(out _, out var problem));
        var http = new DefaultHttpContext();
        await problem.ExecuteAsync(http);
        return http.Response.StatusCode;
    }

    private sealed record Wanted(SubjectId Person, Kind Kind);

    private enum Kind
    {
        First,
        Second,
    }
}
