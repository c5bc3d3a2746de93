using Crowdsource.Cli.Commands;
using Shouldly;
using Xunit;

namespace Crowdsource.Cli.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("night strat demo", "'strat'")]
    [InlineData("import", "Required argument 'folder' missing for command: 'import'.")]
    [InlineData("import photos", "Option '--campaign' is required.")]
    [InlineData("model show demo one", "one")]
    [InlineData("campaign strategy demo best", "A strategy is auto, linear-head, tail-tuning, full-fine-tuning or from-scratch, not 'best'.")]
    [InlineData("campaign label merge demo pear", "Required argument 'into' missing for command: 'merge'.")]
    [InlineData("demo --volunteers 0", "--volunteers is 1 to 1000.")]
    [InlineData("campaign list --server nowhere", "--server wants an address such as http://127.0.0.1:8080, not 'nowhere'.")]
    public async Task A_wrong_command_line_is_answered_with_a_sentence_and_exit_code_2(string line, string sentence)
    {
        var (code, output, errors) = await Run(line);
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.ShouldContain(sentence);
        errors.ShouldContain("--help' shows what is possible.");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_with_what_to_do()
    {
        // Port 9 (discard) listens nowhere.
        var (code, output, errors) = await Run("campaign list --server http://127.0.0.1:9");
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldStartWith("The server at http://127.0.0.1:9/ does not answer");
        errors.ShouldContain("--server");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var (code, _, errors) = await Run("import /no/such/folder --campaign demo");
        code.ShouldBe(1);
        errors.ShouldStartWith("There is no folder '/no/such/folder'.");
    }

    [Fact]
    public async Task A_host_that_was_not_built_is_named()
    {
        using var folder = new TemporaryFolder();
        var (code, _, errors) = await Run($"demo --photos {folder.WithPhotos()} --out {folder.Path}/out --host {folder.Path}/no-host.dll");
        code.ShouldBe(1);
        errors.ShouldStartWith("The host was not built");
    }

    [Theory]
    [InlineData("campaign")]
    [InlineData("campaign label")]
    [InlineData("campaign label merge")]
    [InlineData("volunteer")]
    [InlineData("import")]
    [InlineData("night")]
    [InlineData("model")]
    [InlineData("update")]
    [InlineData("doctor")]
    [InlineData("demo")]
    public async Task Every_command_explains_itself(string command)
    {
        var (code, output, _) = await Run($"{command} --help");
        code.ShouldBe(0);
        output.ShouldContain("Description:");
    }

    private static async Task<(int Code, string Output, string Errors)> Run(string line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await CommandLine.Run(line.Split(' '), output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }
}
