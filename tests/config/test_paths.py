from edge_agent.config.paths import configs_directory, models_directory


def test_a_checkout_finds_its_own_models_and_configurations() -> None:
    assert (models_directory() / "vosk-en-us-starter" / "graph" / "words.txt").is_file()
    assert (configs_directory() / "home.yaml").is_file()
