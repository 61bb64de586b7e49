using Microsoft.Playwright;
using Onbehalf.Tests.Threads.Files;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

/// <summary>Files from the picker, by drop and by paste; another person sees and downloads them; a refused one says why.</summary>
public sealed class BrowserFileTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Two_people_exchange_files(int width)
    {
        BrowserNewContextOptions Window() => new() { ViewportSize = new() { Width = width, Height = 780 } };
        var (bob, alice) = (await Stage.SignInAsync("bob", Window()), await Stage.SignInAsync("alice", Window()));
        await BrowserStage.OpenThreadAsync(bob, alice, "Alice");
        await bob.GetByRole(AriaRole.Radio, new() { Name = "People only" }).CheckAsync();
        var attached = bob.GetByRole(AriaRole.List, new() { Name = "Files of this message" });

        var picker = await bob.RunAndWaitForFileChooserAsync(async () =>
        {
            await bob.GetByRole(AriaRole.Button, new() { Name = "Attach files" }).FocusAsync();
            await bob.Keyboard.PressAsync("Enter");
        });
        await picker.SetFilesAsync([Named("q3.csv", "region,amount\nEMEA,3"u8.ToArray()), Named("photo.png", FileCheckTests.Png), Named("lie.png", "text"u8.ToArray())]);
        await Expect(attached.GetByRole(AriaRole.Alert)).ToContainTextAsync("The name ends in .png, but the file is text");
        await Expect(bob.GetByRole(AriaRole.Button, new() { Name = "Send" })).ToBeDisabledAsync();
        await BrowserStage.ShootAsync(bob, $"files-attaching-{width}");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Remove lie.png" }).ClickAsync();
        await BringAsync(bob, "drop", "notes.txt", "dropped");
        await BringAsync(bob, "paste", "shot.txt", "pasted");
        await Expect(attached.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(4);
        await Expect(attached.GetByRole(AriaRole.Progressbar)).ToHaveCountAsync(0);
        await bob.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        var message = alice.Locator(".message.person").First;
        await Expect(message.Locator(".file-name")).ToHaveTextAsync(["q3.csv", "photo.png", "notes.txt", "shot.txt"]);
        await Expect(attached).ToHaveCountAsync(0);
        await alice.WaitForFunctionAsync("() => document.querySelector('.file-image')?.naturalWidth > 0");
        var download = await alice.RunAndWaitForDownloadAsync(() => message.GetByRole(AriaRole.Link, new() { Name = "q3.csv" }).ClickAsync());
        Assert.Equal(("q3.csv", "region,amount\nEMEA,3"), (download.SuggestedFilename, await File.ReadAllTextAsync(await download.PathAsync())));
        await BrowserStage.ShootAsync(alice, $"files-sent-{width}");
        Assert.Empty(await Accessibility.ViolationsAsync(alice));

        var mine = bob.Locator(".message.person").First;
        await mine.FocusAsync();
        await mine.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).FocusAsync();
        await bob.Keyboard.PressAsync("Enter");
        await mine.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(message).ToContainTextAsync("Message deleted by its author");
        await Expect(message.Locator(".file-name")).ToHaveCountAsync(0);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task A_question_from_the_home_page_takes_files_along(int width)
    {
        var bob = await Stage.SignInAsync("bob", new() { ViewportSize = new() { Width = width, Height = 780 } });
        var attached = bob.GetByRole(AriaRole.List, new() { Name = "Files of this question" });

        var picker = await bob.RunAndWaitForFileChooserAsync(() => bob.GetByRole(AriaRole.Button, new() { Name = "Attach files" }).ClickAsync());
        await picker.SetFilesAsync([Named("q3.csv", "region,amount\nEMEA,3"u8.ToArray()), Named("lie.png", "text"u8.ToArray())]);
        await Expect(attached.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        await bob.GetByLabel("Ask in a thread of your own").FillAsync("What is in these?");
        await BrowserStage.ShootAsync(bob, $"home-files-{width}");
        Assert.Empty(await Accessibility.ViolationsAsync(bob));
        await bob.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();

        await Expect(bob.Locator("#composer")).ToHaveValueAsync("What is in these?");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Remove lie.png" }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(bob.Locator(".message.person .file-name")).ToHaveTextAsync(["q3.csv"]);

        await bob.GotoAsync("/");
        var again = await bob.RunAndWaitForFileChooserAsync(() => bob.GetByRole(AriaRole.Button, new() { Name = "Attach files" }).ClickAsync());
        await again.SetFilesAsync([Named("q4.csv", "region,amount\nEMEA,4"u8.ToArray())]);
        await bob.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await Expect(bob.Locator(".message.person .file-name")).ToHaveTextAsync(["q4.csv"]);
        await Expect(bob.Locator(".message.person .typed > *")).ToHaveCountAsync(1);
    }

    private static FilePayload Named(string name, byte[] content) => new() { Name = name, MimeType = "application/octet-stream", Buffer = content };

    /// <summary>A file as the browser hands it over when it is dropped or pasted.</summary>
    private static async Task BringAsync(IPage page, string how, string name, string text) => await page.EvaluateAsync(
        """
        ([how, name, text]) => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], name));
          const field = document.querySelector('#composer');
          field.dispatchEvent(how === 'drop'
            ? new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
        }
        """,
        new[] { how, name, text });
}
