global using Crowdsource.Testing;
global using Shouldly;
global using Xunit;
